// Drives the sandbox with Airtable's own npm client; each expectation that fails ends it with 1.
// Arguments: endpoint, token, base id, token without rights.
import assert from 'node:assert/strict'
import Airtable from 'airtable'

const [endpointUrl, apiKey, baseId, poorKey] = process.argv.slice(2)
const settings = { endpointUrl, requestTimeout: 5000, noRetryIfRateLimited: true }
const table = new Airtable({ apiKey, ...settings }).base(baseId)('Audit log')

const refused = async (call, status, error) => {
  const got = await call.then(() => assert.fail('was not refused'), (refusal) => refusal)
  assert.equal(got.statusCode, status)
  assert.equal(got.error, error)
}

const one = await table.create({ 'Event ID': 'e-0', Seq: 0, At: '2026-11-23T08:30:00Z' })
assert.equal(one.get('At'), '2026-11-23T08:30:00.000Z')
assert.equal((await table.find(one.id)).get('Event ID'), 'e-0')
assert.equal((await table.update(one.id, { Detail: 'sent back' })).get('Seq'), 0)
assert.equal((await table.replace(one.id, { 'Event ID': 'e-0' })).get('Detail'), undefined)

const numbers = Array.from({ length: 10 }, (_, n) => n + 1)
const many = await table.create(numbers.map((n) => ({ fields: { 'Event ID': `e-${n}`, Seq: n } })))
assert.equal(many.length, 10)
await table.update(many.slice(0, 2).map(({ id }) => ({ id, fields: { Seen: true } })))

const upsert = { performUpsert: { fieldsToMergeOn: ['Event ID'] } }
const entries = ['e-1', 'e-99'].map((key) => ({ fields: { 'Event ID': key, Detail: 'merged' } }))
const merged = await table.update(entries, upsert)
assert.equal(merged.length ?? merged.records.length, 2)

const all = await table.select({ pageSize: 5, sort: [{ field: 'Row', direction: 'desc' }] }).all()
assert.deepEqual(all.map((record) => record.get('Event ID')).slice(0, 3), ['e-99', 'e-10', 'e-9'])
assert.equal(all.length, 12)
const seen = await table
  .select({ filterByFormula: "AND({Seen}, NOT({Event ID} = 'e-2'))", fields: ['Event ID'] })
  .firstPage()
assert.deepEqual(seen.map((record) => record.fields), [{ 'Event ID': 'e-1' }])
const posted = await table.select({ method: 'post', pageSize: 4, maxRecords: 7 }).all()
assert.equal(posted.length, 7)

await refused(table.create({ Nope: 1 }), 422, 'UNKNOWN_FIELD_NAME')
await refused(table.create({ Row: 1 }), 422, 'INVALID_VALUE_FOR_COLUMN')
await refused(table.find('recAAAAAAAAAAAAAA'), 404, 'NOT_FOUND')
const poor = new Airtable({ apiKey: poorKey, ...settings }).base(baseId)('Audit log')
await refused(poor.create({ Seq: 1 }), 403, 'NOT_AUTHORIZED')
const stranger = new Airtable({ apiKey: 'patNobody', ...settings }).base(baseId)('Audit log')
await refused(stranger.select().firstPage(), 401, 'AUTHENTICATION_REQUIRED')

await table.destroy(one.id)
const gone = await table.destroy(many.map(({ id }) => id))
assert.equal(gone.length, 10)
assert.equal((await table.select().all()).length, 1)
console.log('all expectations met')
