// A ZIP file opened, changed and packed again, as somebody would who wants a figure to read otherwise.

import { inflateRawSync } from "node:zlib";

const [LOCAL, CENTRAL, END] = [0x04034b50, 0x02014b50, 0x06054b50];

/** The files of a ZIP by their names. Source: PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16. */
export function unpacked(bytes) {
  const end = bytes.lastIndexOf(Buffer.from("PK\x05\x06"));
  const files = new Map();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (bytes.readUInt32LE(at) !== CENTRAL) throw new Error("the ZIP's list of files is broken");
    const [method, packed] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((it) => bytes.readUInt16LE(at + it));
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const content = bytes.subarray(start, start + packed);
    files.set(bytes.toString("utf8", at + 46, at + 46 + name), method === 0 ? Buffer.from(content) : inflateRawSync(content));
    at += 46 + name + extra + comment;
  }
  return files;
}

/** The files as a ZIP, stored as they are. */
export function packed(files) {
  const [parts, list] = [[], []];
  let at = 0;
  for (const [name, content] of files) {
    const path = Buffer.from(name);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(0x21, 8);
    shared.writeUInt32LE(crc32(content), 10);
    shared.writeUInt32LE(content.length, 14);
    shared.writeUInt32LE(content.length, 18);
    shared.writeUInt16LE(path.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    parts.push(number(LOCAL), shared, path, content);
    list.push(number(CENTRAL), Buffer.from([20, 0]), shared, place, path);
    at += 30 + path.length + content.length;
  }
  const directory = Buffer.concat(list);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.size, 4);
  end.writeUInt16LE(files.size, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, directory, number(END), end]);
}

function number(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** The checksum of a ZIP. Node.js has one of its own only from 20.15 on. */
function crc32(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}
