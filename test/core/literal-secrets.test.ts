import { refuseLiteralSecrets } from '../../lib/core/literal-secrets';

describe('literal credentials', () => {
  test.each([
    ['HF_TOKEN', 'anything'],
    ['NGC_API_KEY', 'anything'],
    ['PASSWORD', 'anything'],
    ['PLAIN', 'hf_abcdefghijklmnop'],
    ['PLAIN', 'nvapi-abcdefghijkl'],
    ['PLAIN', '-----BEGIN RSA PRIVATE KEY-----\nMII'],
  ])('%s is refused, and the message does not repeat the value', (name, value) => {
    expect(() => refuseLiteralSecrets({ [name]: value }, 'app/graph')).toThrow(`app/graph: environment.${name} - a credential written out would end in the manifest (SEC-01). Fix: give a reference: secrets: { ${name}:`);
    try {
      refuseLiteralSecrets({ [name]: value }, 'app/graph');
    } catch (error) {
      expect(String(error)).not.toContain(value.slice(0, 20));
    }
  });

  test.each([['TOKENIZERS_PARALLELISM', 'false'], ['KEYS', 'a'], ['HF_TOKEN', ''], ['MODEL', 'hf_x']])('%s=%s is no credential', (name, value) => {
    expect(() => refuseLiteralSecrets({ [name]: value }, 'app')).not.toThrow();
  });
});
