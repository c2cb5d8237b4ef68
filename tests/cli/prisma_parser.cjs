// Reads the Prisma schemas named on the command line with Prisma's own parser and formatter. Ends with 1 when one of them
// is refused, or, where the whole file is generated, when the formatter would change it.
const fs = require('fs');
const path = require('path');
const prisma = require('@prisma/prisma-schema-wasm');

let failed = 0;
for (const file of process.argv.slice(2)) {
  const text = fs.readFileSync(file, 'utf8');
  const name = path.basename(file);
  try {
    prisma.validate(JSON.stringify({ prismaSchema: [[name, text]], noColor: true }));
    const options = { textDocument: { uri: `file:/${name}` }, options: { tabSize: 2, insertSpaces: true } };
    const [[, formatted]] = JSON.parse(prisma.format(JSON.stringify([[name, text]]), JSON.stringify(options)));
    if (name.includes('.replace.') && formatted !== text) throw new Error('the formatter would change it');
    console.log(`accepted ${name}`);
  } catch (error) {
    let message = error.message;
    try { message = JSON.parse(message).message; } catch { /* plain text */ }
    console.error(`refused  ${name}: ${message}`);
    failed += 1;
  }
}
process.exit(failed ? 1 : 0);
