// Keeps what V8 made of the modules' texts for the next run, which then compiles nothing: a tenth of what a `validate --each` of a thousand documents
// takes, on each of its threads. Node does the same for files from 22.8 on (module.enableCompileCache), and NODE_DISABLE_COMPILE_CACHE turns both off.
const fs = require("fs");
const os = require("os");
const path = require("path");

/** Chunks, as a share, of which V8 refuses what was kept: it was started in another way, and may be so again. */
const REFUSED = 0.25;

/** A run that took this many times the processor time of the one that wrote the cache knows more functions, and writes it anew. */
const LONGER = 1.5;

/**
 * What is kept of a bundle, for each thread by itself: they run other functions. It is only a shortcut: where it cannot be read or written, nothing is missing.
 *
 * @param id of the bundle and where it is, since compiled code names its files; what was kept of another one is not read. V8 refuses by itself what another version of it made.
 * @param thread in the file's name
 */
exports.open = function open(id, thread) {
  if (process.env.NODE_DISABLE_COMPILE_CACHE) return undefined;
  const where = folder();
  if (where === undefined) return undefined;
  const file = path.join(where, `${process.version}-${process.arch}${thread}.bin`);
  const kept = read(file, id);
  return {
    /** What V8 made of a chunk of modules. */
    of(chunk) {
      const place = kept?.places[chunk];
      return place && kept.bytes.subarray(place[0], place[0] + place[1]);
    },
    /** A file for the chunks of this run, by number; undefined where that which there is will do. */
    anew(scripts) {
      const { user, system } = process.cpuUsage();
      const refused = [...scripts.values()].filter(({ cachedDataRejected }) => cachedDataRejected).length;
      if (kept && user + system < kept.cpu * LONGER && refused < scripts.size * REFUSED) return undefined;
      const parts = [];
      const places = {};
      let length = 0;
      for (const [chunk, script] of scripts) {
        const part = script.createCachedData();
        places[chunk] = [length, part.length];
        parts.push(part, Buffer.alloc(padding(part.length)));
        length += part.length + padding(part.length);
      }
      const head = JSON.stringify({ id, cpu: user + system, length, places });
      return { file, content: Buffer.concat([Buffer.from(`${head}${" ".repeat(padding(Buffer.byteLength(head) + 1))}\n`), ...parts]) };
    },
  };
};

/** Up to where the next part begins: V8 copies what is not at a multiple of its words. */
function padding(length) {
  return -length & 7;
}

/** Of the user alone, as it is code that runs; undefined where the user has no home. */
function folder() {
  try {
    return path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), ".cache"), "cdk8s-inference", "code");
  } catch {
    return undefined;
  }
}

function read(file, id) {
  try {
    const all = fs.readFileSync(file);
    const end = all.indexOf(10);
    const kept = JSON.parse(all.toString("latin1", 0, end));
    const bytes = all.subarray(end + 1);
    return kept.id === id && kept.length === bytes.length ? { ...kept, bytes } : undefined;
  } catch {
    return undefined;
  }
}

/** At once, since other runs may read it. */
exports.write = function write({ file, content }) {
  const own = `${file}.${process.pid}`;
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    fs.writeFileSync(own, content, { mode: 0o600 });
    fs.renameSync(own, file);
  } catch {
    if (fs.existsSync(own)) fs.rmSync(own);
  }
};
