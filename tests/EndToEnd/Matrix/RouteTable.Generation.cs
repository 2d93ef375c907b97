namespace NanoBanana.EndToEnd.Matrix;

internal static partial class RouteTable
{
    // A PNG of 16 by 16 pixels.
    internal const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFklEQVR42mNocFAgCTGMahjVMHw1AAB3KeABgCE/BAAAAABJRU5ErkJggg==";

    private static RouteRow[] Making =>
    [
        new("POST /v1/generate", Access.Key, """{"prompt":"a lighthouse","size":"256x256"}""") { Generates = true },
        new("POST /v1/quotes", Access.Either, """{"prompt":"a lighthouse","size":"256x256"}""") { Generates = true },
        new("POST /v1/videos", Access.Either, """{"prompt":"a lighthouse"}""") { Generates = true, AlsoAnswers = [400, 503] },
        new("POST /v1/videos/quotes", Access.Either, """{"prompt":"a lighthouse"}""") { Generates = true, AlsoAnswers = [400, 503] },
        new("POST /v1/batches", Access.Either, """{"items":[{"prompt":"a lighthouse"}]}""") { Generates = true },
        new("GET /v1/batches", Access.Either),
        new("GET /v1/batches/{id}", Access.Either) { Things = Things.Batch },
        new("DELETE /v1/batches/{id}", Access.Either) { Things = Things.Batch, Generates = true },
        new("GET /v1/generations", Access.Either),
        new("GET /v1/generations/{id}", Access.Either) { Things = Things.Generation },
        new("DELETE /v1/generations/{id}", Access.Either) { Things = Things.Generation, Generates = true },

        // Who asks proves nothing here; the signature of the address does, and these have none.
        new("GET /v1/images/{name}", Access.Optional) { Ids = ["none.png"], AlsoAnswers = [404] },
        new("HEAD /v1/images/{name}", Access.Optional) { Ids = ["none.png"], AlsoAnswers = [404] },
        new("POST /v1/edit", Access.Key, $$"""{"image":"{{Pixel}}","prompt":"a lighthouse","size":"256x256"}""") { Generates = true },
        new("GET /v1/inputs/{name}", Access.Optional) { Ids = ["in_none.png"], AlsoAnswers = [404] },
        new("HEAD /v1/inputs/{name}", Access.Optional) { Ids = ["in_none.png"], AlsoAnswers = [404] },
        new("GET /v1/thumbnails/{name}", Access.Optional) { Ids = ["none.png"], AlsoAnswers = [404] },
        new("HEAD /v1/thumbnails/{name}", Access.Optional) { Ids = ["none.png"], AlsoAnswers = [404] },
        new("GET /v1/videos/{name}", Access.Optional) { Ids = ["none.mp4"], AlsoAnswers = [404] },
        new("HEAD /v1/videos/{name}", Access.Optional) { Ids = ["none.mp4"], AlsoAnswers = [404] },
        new("POST /v1/callbacks/{provider}/{reference}", Access.None) { Ids = ["nobody", "nothing"], AlsoAnswers = [404] },

        new("POST /openai/v1/images/generations", Access.Either, """{"prompt":"a lighthouse","size":"256x256"}""") { Generates = true },
        new("POST /openai/v1/images/edits", Access.Either, $$"""{"images":[{"image_url":"data:image/png;base64,{{Pixel}}"}],"prompt":"a lighthouse","size":"256x256"}""") { Generates = true },
        new("GET /openai/v1/models", Access.Either),
        new("GET /openai/v1/models/{model}", Access.Either) { Ids = ["sandbox-1"] },
        new("GET /gemini/v1beta/models", Access.Key),
        new("GET /gemini/v1beta/models/{model}", Access.Key) { Ids = ["sandbox-1"] },
        new("POST /gemini/v1beta/models/{model}:generateContent", Access.Key, """{"contents":[{"parts":[{"text":"a lighthouse"}]}]}""") { Ids = ["sandbox-1"], Generates = true },
        new("POST /gemini/v1beta/models/{model}:streamGenerateContent", Access.Key, """{"contents":[{"parts":[{"text":"a lighthouse"}]}]}""")
        {
            Ids = ["sandbox-1"],
            Query = "?alt=sse",
            Generates = true,
        },

        new("POST /mcp", Access.Key, """{"jsonrpc":"2.0","id":1,"method":"tools/list"}""") { Generates = true },

        new("POST /api/nano-banana/generate", Access.Either, """{"prompt":"a lighthouse"}""") { Generates = true },
        new("GET /api/nano-banana/task/{taskId}", Access.Either) { Things = Things.KieTask },
        new("POST /api/text-to-image", Access.Either, """{"prompt":"a lighthouse","filename":"lighthouse"}""") { Generates = true },
        new("POST /api/enhance", Access.Either, """{"prompt":"a lighthouse"}""") { Generates = true },
    ];

    private static RouteRow[] Lab =>
    [
        new("POST /api/generate", Access.Optional, """{"prompt":"a lighthouse"}""") { Generates = true },

        // Nobody who can search is set up.
        new("POST /api/generate/search", Access.Optional, """{"prompt":"the tallest tower"}""") { Generates = true, AlsoAnswers = [400] },
        new("POST /api/generate/batch", Access.Optional, """{"prompts":["a lighthouse"]}""") { Generates = true },
        new("GET /api/generate/task/{id}", Access.Optional) { Things = Things.LabTask },
        new("DELETE /api/generate/task/{id}", Access.Optional) { Things = Things.LabTask, Generates = true },
        new("GET /api/generate/providers", Access.Optional),
        new("GET /api/generate/providers/{name}/health", Access.Optional) { Ids = ["sandbox"] },
        new("POST /api/video", Access.Optional, """{"prompt":"a lighthouse"}""") { Generates = true, AlsoAnswers = [400, 503] },
        new("POST /api/nano-banana/image-to-image", Access.Either, $$"""{"input_image":"{{Pixel}}","prompt":"a lighthouse"}""") { Generates = true },
        new("POST /api/generate/inpaint", Access.Optional, $$"""{"image":"{{Pixel}}","prompt":"a lighthouse"}""") { Generates = true },
        new("POST /api/generate/outpaint", Access.Optional, $$"""{"image":"{{Pixel}}","settings":{"aspect_ratio":"16:9"} }""") { Generates = true },
        new("POST /api/generate/blend", Access.Optional, $$"""{"image_keys":["{{Pixel}}","{{Pixel}}"]}""") { Generates = true },
        new("POST /api/generate/style", Access.Optional, $$"""{"content_image_key":"{{Pixel}}","style_prompt":"woodcut"}""") { Generates = true },
        new("POST /api/generate/describe", Access.Either, $$"""{"image":"{{Pixel}}"}""") { Generates = true, AlsoAnswers = [400, 503] },
        new("GET /v1/images/{name}/lineage", Access.Either) { Ids = ["none.png"], AlsoAnswers = [404] },
        new("POST /api/video/image-to-video", Access.Optional, $$"""{"image":"{{Pixel}}","prompt":"a lighthouse"}""") { Generates = true, AlsoAnswers = [400, 503] },
        new("POST /api/video/generate", Access.Optional, """{"prompt":"a lighthouse"}""") { Generates = true, AlsoAnswers = [400, 503] },
        new("GET /api/video/task/{id}", Access.Optional) { Ids = ["00000000-0000-0000-0000-000000000000"], AlsoAnswers = [404] },
        new("DELETE /api/video/task/{id}", Access.Optional) { Ids = ["00000000-0000-0000-0000-000000000000"], Generates = true, AlsoAnswers = [404] },
        new("GET /api/video/providers", Access.Optional),
        new("GET /api/video/providers/{name}/health", Access.Optional) { Ids = ["sandbox"], AlsoAnswers = [404] },
        new("GET /api/quota", Access.Optional),
        new("POST /api/quota/check", Access.Optional, """{"count":1}""") { Generates = true },
        new("GET /api/quota/config", Access.Optional),
        new("POST /api/chat", Access.Optional, """{"aspect_ratio":"1:1"}""") { Generates = true },
        new("GET /api/chat", Access.Optional),
        new("GET /api/chat/{id}", Access.Optional) { Things = Things.Chat },
        new("DELETE /api/chat/{id}", Access.Optional) { Things = Things.Chat, Generates = true },
        new("POST /api/chat/{id}/message", Access.Optional, """{"message":"a lighthouse"}""") { Things = Things.Chat, Generates = true, AlsoAnswers = [400] },
    ];
}
