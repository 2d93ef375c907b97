using System.Globalization;

namespace NanoBanana.Bench.Servers;

/// <summary>
/// What stands behind the proxies: a small answer like the generation service's, and Google's answer with an image. Both are made
/// before the first request, because this server shares the processors with what is measured.
/// </summary>
internal static class MockUpstream
{
    /// <summary><c>POST ?ms=50</c> sets how long Google's answer takes from now on.</summary>
    public const string DelayPath = "/bench/delay";

    private const string GenerateContent = ":generateContent";
    private static readonly byte[] Small = MockAnswers.Generation();
    private static readonly byte[] Image = MockAnswers.Gemini();
    private static volatile int _delayMs;

    public static async Task RunAsync(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.AddServerHeader = false);
        var app = builder.Build();
        app.Run(AnswerAsync);
        await app.RunAsync();
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        await DrainAsync(context.Request);
        if (path.EndsWith(GenerateContent, StringComparison.Ordinal))
        {
            if (_delayMs > 0)
                await Task.Delay(_delayMs);
            await SendAsync(context.Response, StatusCodes.Status200OK, "application/json; charset=UTF-8", Image);
        }
        else if (path == DelayPath)
        {
            _delayMs = int.Parse(context.Request.Query["ms"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        else
        {
            await SendAsync(context.Response, StatusCodes.Status201Created, "application/json; charset=utf-8", Small);
        }
    }

    private static async Task DrainAsync(HttpRequest request)
    {
        while (true)
        {
            var read = await request.BodyReader.ReadAsync();
            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                return;
        }
    }

    private static Task SendAsync(HttpResponse response, int status, string contentType, byte[] body)
    {
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        return response.BodyWriter.WriteAsync(body).AsTask();
    }
}
