import * as fs from 'fs';
import * as path from 'path';
import { parseAllDocuments } from 'yaml';

/** The folder with data that users' clones do not have. */
export const SHARED = path.join(__dirname, '..', '..', '..', 'shared');

/** `describe` where ../shared is beside the repository; elsewhere it is skipped, and its name says why. */
export const describeWithShared: jest.Describe = fs.existsSync(SHARED)
  ? describe
  : Object.assign((name: string, body: () => void) => describe.skip(`${name} (skipped: ../shared is not beside this clone)`, body), describe);

/** All documents of a YAML file. */
export function documentsIn(file: string): any[] {
  return parseAllDocuments(fs.readFileSync(file, 'utf8')).map((document) => document.toJS()).filter((document) => document);
}
