// Google's own client for JavaScript, told another address and key. Prints one line of JSON: what it understood of each answer.
import { ApiError, GoogleGenAI } from '@google/genai'

const [baseUrl, apiKey] = process.argv.slice(2)
const clientWith = key => new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl } })
const client = clientWith(apiKey)
const model = 'sandbox-1'
const said = {}

const imagesOf = answer => answer.candidates[0].content.parts.filter(part => part.inlineData).map(part => part.inlineData)

// What the bytes themselves say: a PNG, and its size.
const looks = ({ mimeType, data }) => {
  const bytes = Buffer.from(data, 'base64')
  return [mimeType, bytes.subarray(1, 4).toString(), bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
}

const made = await client.models.generateContent({
  model,
  contents: 'a lighthouse',
  config: { responseModalities: ['IMAGE'], imageConfig: { aspectRatio: '16:9', imageSize: '1K' } },
})
said.made = imagesOf(made).map(looks)
said.ended = [made.candidates[0].finishReason, made.modelVersion, /^gen_/.test(made.responseId), made.data === imagesOf(made)[0].data]

const edited = await client.models.generateContent({
  model,
  contents: [{ role: 'user', parts: [{ inlineData: { mimeType: 'image/png', data: made.data } }, { text: 'the same at night' }] }],
})
said.edited = imagesOf(edited).map(looks)

said.streamed = []
for await (const event of await client.models.generateContentStream({ model, contents: 'a lighthouse' })) {
  said.streamed.push([event.candidates[0].finishReason, ...imagesOf(event).map(looks)])
}

const blocked = await client.models.generateContent({ model, contents: 'naked child' })
said.blocked = [blocked.promptFeedback.blockReason, blocked.candidates?.length ?? 0]

said.models = []
for await (const one of await client.models.list({ config: { pageSize: 1 } })) said.models.push(one.name)
said.model = (await client.models.get({ model })).name

said.errors = []
for (const call of [
  () => clientWith('nb_live_' + '0'.repeat(32)).models.generateContent({ model, contents: 'x' }),
  () => client.models.generateContent({ model: 'no-such', contents: 'x' }),
  () => client.models.generateContentStream({ model: 'no-such', contents: 'x' }),
  () => client.models.get({ model: 'no-such' }),
  () => client.models.generateContent({ model, contents: 'x', config: { seed: -1 } }),
]) {
  try {
    await call()
    said.errors.push('none')
  } catch (error) {
    const { code, status, message } = JSON.parse(error.message).error
    said.errors.push([error instanceof ApiError, error.status, code, status, message])
  }
}

console.log(JSON.stringify(said))
