// OpenAI's own client for JavaScript, told another address and key. Prints one line of JSON: what it understood of each answer.
import { File } from 'node:buffer'
import OpenAI, { toFile } from 'openai'

// Node 18 has it under this name alone.
globalThis.File ??= File

const [baseURL, apiKey] = process.argv.slice(2)
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 })
const said = {}

const made = await client.images.generate({ model: 'gpt-image-1', prompt: 'a lighthouse', n: 2, size: '256x256', output_format: 'webp' })
said.made = made.data.map(image => Buffer.from(image.b64_json, 'base64').subarray(8, 12).toString())
said.size = made.size

const picture = Buffer.from((await client.images.generate({ prompt: 'a lighthouse', size: '256x256' })).data[0].b64_json, 'base64')
const files = await Promise.all([toFile(picture, 'one.png', { type: 'image/png' }), toFile(picture, 'two.png', { type: 'image/png' })])
const edited = await client.images.edit({ model: 'gpt-image-1', prompt: 'at night', image: files, size: '256x256' })
said.edited = Buffer.from(edited.data[0].b64_json, 'base64').subarray(1, 4).toString()

said.events = []
for await (const event of await client.images.generate({ prompt: 'a lighthouse', size: '256x256', stream: true, partial_images: 2 })) {
  said.events.push([event.type, Buffer.from(event.b64_json, 'base64').subarray(1, 4).toString()])
}

said.models = []
for await (const model of client.models.list()) said.models.push(model.id)

said.errors = []
for (const call of [
  () => client.images.generate({ model: 'no-such', prompt: 'x' }),
  () => client.models.retrieve('vendor/no-such'),
  () => new OpenAI({ baseURL, apiKey: 'sk-other' }).models.list(),
]) {
  try {
    await call()
    said.errors.push('none')
  } catch (error) {
    said.errors.push([error.constructor.name, error.status, error.code, error.param])
  }
}

console.log(JSON.stringify(said))
