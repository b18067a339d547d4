// A zip of texts, not compressed: what a hand-in is made of where Python does not start.

const CRC = Uint32Array.from({ length: 256 }, (_, one) => {
  for (let bit = 0; bit < 8; bit++) one = one & 1 ? 0xedb88320 ^ (one >>> 1) : one >>> 1;
  return one;
});
const crcOf = (bytes) => ~bytes.reduce((sum, byte) => CRC[(sum ^ byte) & 255] ^ (sum >>> 8), -1) >>> 0;
const UTF8 = 0x800, FIRST_DAY = 0x21; // names are UTF-8; 1 January 1980, so that the same work makes the same bytes

function packed(...parts) { // numbers as [value, how many bytes], anything else as bytes
  const all = parts.map((part) => (Array.isArray(part) ? Uint8Array.from({ length: part[1] }, (_, at) => (part[0] >>> (8 * at)) & 255) : part));
  const whole = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0));
  all.reduce((at, part) => { whole.set(part, at); return at + part.length; }, 0);
  return whole;
}

// A map from path to text, as the bytes of a zip.
export function zipOf(files) {
  const encode = (text) => new TextEncoder().encode(text);
  const bodies = [], heads = [];
  let at = 0;
  for (const [path, text] of files) {
    const name = encode(path), data = encode(text);
    const about = packed([20, 2], [UTF8, 2], [0, 2], [0, 2], [FIRST_DAY, 2], [crcOf(data), 4], [data.length, 4], [data.length, 4], [name.length, 2], [0, 2]);
    const body = packed([0x04034b50, 4], about, name, data);
    heads.push(packed([0x02014b50, 4], [20, 2], about, [0, 2], [0, 2], [0, 2], [0, 4], [at, 4], name));
    bodies.push(body);
    at += body.length;
  }
  const index = packed(...heads);
  return packed(...bodies, index, [0x06054b50, 4], [0, 2], [0, 2], [heads.length, 2], [heads.length, 2], [index.length, 4], [at, 4], [0, 2]);
}
