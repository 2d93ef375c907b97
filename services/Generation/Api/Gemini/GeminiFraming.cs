namespace NanoBanana.Generation.Api.Gemini;

/// <summary>What stands around an answer.</summary>
internal enum GeminiFraming
{
    /// <summary>Nothing.</summary>
    Single = 0,

    /// <summary>The only event of a stream: <c>?alt=sse</c>.</summary>
    Event,

    /// <summary>The only element of a list: a stream without <c>alt</c>.</summary>
    List,
}
