// OpenAI's own client for JavaScript, told another address and key. Prints one line of JSON: each event of two streams as it understood it.
import OpenAI, { toFile } from 'openai'

const [baseURL, apiKey] = process.argv.slice(2)
const client = new OpenAI({ baseURL, apiKey })
const said = []
let picture

for (const call of [
  () => client.images.generate({ prompt: 'a lighthouse', stream: true, partial_images: 2, output_format: 'webp' }),
  async () => client.images.edit({ prompt: 'at night', image: await toFile(picture, 'one.webp', { type: 'image/webp' }), stream: true, partial_images: 1 }),
]) {
  for await (const event of await call()) {
    const image = Buffer.from(event.b64_json, 'base64')
    said.push([event.type, event.partial_image_index ?? null, event.output_format, event.output_format === 'webp' ? image.subarray(8, 12).toString() : ''])
    picture ??= image
  }
}

console.log(JSON.stringify(said))
