/**
 * Makes `src/api/openapi.ts` from the service's description of its API, which `./mvnw package` leaves in `target/openapi`. With `--check` it writes nothing and
 * fails where the file is not what it would be.
 */
import { readFile, writeFile } from 'node:fs/promises';
import openapiTypes, { astToString } from 'openapi-typescript';

const DOCUMENT = new URL('../../../target/openapi/openapi.json', import.meta.url);
const TYPES = new URL('src/api/openapi.ts', import.meta.url);
const HEADER = '/** Made by `npm run types` from the service\'s OpenAPI document: what it answers and takes. Not to be edited. */\n\n';

const document = await readFile(DOCUMENT, 'utf8').catch(() => fail('target/openapi/openapi.json is missing: ./mvnw package makes it'));
const { openapi, info, components } = JSON.parse(document);
const ast = await openapiTypes({ openapi, info, paths: {}, components: { schemas: components.schemas } });
const types = HEADER + astToString(ast.filter((node) => node.name?.text === 'components'));

if (!process.argv.includes('--check')) await writeFile(TYPES, types);
else if (types !== (await readFile(TYPES, 'utf8'))) fail('src/api/openapi.ts is not what the service answers now: run npm run types after ./mvnw package, and commit it');

function fail(why) {
  console.error(why);
  process.exit(1);
}
