using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using NanoBanana.Generation.Enhancing;
using NanoBanana.Generation.Inputs;
using NanoBanana.Generation.Partials;
using NanoBanana.Generation.Providers.Models;
using NanoBanana.Generation.Quota;
using NanoBanana.Generation.Routing;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Jobs;

/// <summary>What a caller asked for, in the terms of no family: every reader of JSON ends here.</summary>
/// <param name="Prompt">As the caller sent it.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Count">How many images; of a video 1.</param>
/// <param name="Style"><c>natural</c> or <c>artistic</c>.</param>
/// <param name="Mode">What it is booked as: <c>basic</c>.</param>
/// <param name="Family">The wire family that asked.</param>
/// <param name="Provider">Asked for by name; null leaves it to the router.</param>
/// <param name="Model">Asked for by id; null leaves it to the router.</param>
internal sealed record GenerationRequest(
    string Prompt, int Width, int Height, int Count, string Style, string Mode, string Family, string? Provider = null, string? Model = null)
{
    /// <summary>What shall be made.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public MediaKind Kind { get; init; }

    /// <summary>Of a video, in seconds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int? Seconds { get; init; }

    /// <summary>Of a video, frames a second; null leaves it to the model.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int? Fps { get; init; }

    /// <summary>Images that it brings along, in the caller's order, and a mask behind them; null when there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public IReadOnlyList<InputImage>? Inputs { get; init; }

    /// <summary>Whether the result shall have the shape of the first of <see cref="Inputs"/>: the width and height say only how many pixels.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool SizedAsInput { get; init; }

    /// <summary>What the model is told before the prompt: what an edit is about. Ours, and no part of what the caller wrote.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Instruction { get; init; }

    /// <summary>The routing strategy that the request named.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Strategy { get; init; }

    /// <summary>The priced step when it was named, and then no other will do.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Resolution { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? NegativePrompt { get; init; }

    /// <summary>Of the first image; each further one takes the next number. Null leaves it to us.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long? Seed { get; init; }

    /// <summary>Whether the model's thoughts are wanted, and what it writes beside the image.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool WithThoughts { get; init; }

    /// <summary>Whether what the model writes beside the image is wanted, without its thoughts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool WithText { get; init; }

    /// <summary>Whether the model shall look things up first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Search { get; init; }

    /// <summary>What the search shall heed besides the prompt.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? SearchContext { get; init; }

    /// <summary>The chat session of which it is a turn.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Guid? SessionId { get; init; }

    /// <summary>
    /// Told the job's id before anything is held or stored for it; a failure when it must not begin. Known to the process that took the call only.
    /// </summary>
    [JsonIgnore]
    public Func<Guid, CancellationToken, Task<ApiFailure?>>? Begins { get; init; }

    /// <summary>
    /// Where partial images go; null when nobody would see any. Known to the process that took the call only, and no part of what a key is bound to: it is how the answer
    /// comes, not what is made.
    /// </summary>
    [JsonIgnore]
    public PartialFeed? Partials { get; init; }

    /// <summary>Whether another provider may be asked after one refused by its safety rules.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool FallbackOnRefusal { get; init; }

    /// <summary>The same before the account's own defaults filled what it left out: those may change between a call and its repeat.</summary>
    [JsonIgnore]
    public GenerationRequest? AsSent { get; init; }

    /// <summary>What it takes of its caller's day; null of one that is not metered. Kept beside the request, and no part of what a key is bound to.</summary>
    [JsonIgnore]
    public QuotaTerms? Quota { get; init; }

    /// <summary>Of an order whose end is posted to an address of its own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public RequestedCallback? Callback { get; init; }

    /// <summary>How many images a model has to look at.</summary>
    [JsonIgnore]
    public int ReferenceCount => Inputs?.Count(static input => !input.IsMask) ?? 0;

    /// <summary>Whether only a part may be changed.</summary>
    [JsonIgnore]
    public bool HasMask => Inputs?.Any(static input => input.IsMask) ?? false;

    /// <summary>What its caller calls the image, without an ending.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? FileName { get; init; }

    /// <summary>How the prompt shall be enhanced before the job begins; null when it shall not be.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EnhancementWish? Enhance { get; init; }

    /// <summary>What came of that: the prompt is the enhanced one then.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public PromptEnhancement? Enhancement { get; init; }

    /// <summary>The size, for the router.</summary>
    [JsonIgnore]
    public ImageSize Size => new(Width, Height, Resolution);

    /// <summary>As a model shall read it.</summary>
    public string EffectivePrompt => (Instruction is null ? "" : Instruction + "\n") + (Style == "artistic" ? "artistic style: " + Prompt : Prompt) + (SearchContext is null ? "" : "\n\nContext: " + SearchContext);

    /// <summary>Whether what the model says beside the image is kept: <see cref="Words.KeptWords"/>.</summary>
    [JsonIgnore]
    public bool WantsWords => WithThoughts || WithText || Search || SessionId is not null;

    /// <summary>What was named of <see cref="Moderation.SafetyLevels.Names"/>; null leaves it to the operator.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? SafetyLevel { get; init; }

    /// <summary>The same request with images: what it was before defaults filled it brings them, too.</summary>
    public GenerationRequest Bringing(IReadOnlyList<InputImage> inputs) => Asking(request => request with { Inputs = inputs });

    /// <summary>The same with something that the call itself asked for: what it was before defaults filled it asked for it, too.</summary>
    public GenerationRequest Asking(Func<GenerationRequest, GenerationRequest> change) => change(this) with { AsSent = AsSent?.Asking(change) };

    /// <summary>Equal for equal requests: what an <c>Idempotency-Key</c> is bound to.</summary>
    public byte[] Hash() => SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes((AsSent ?? this).WithoutIncidentals(), GenerationJsonContext.Default.GenerationRequest));

    // The usual level says no more than none: keys and quotes that were bound before levels were told apart are bound to the same.
    private GenerationRequest WithoutIncidentals() => Callback is null && SafetyLevel is null ? this : this with
    {
        Callback = Callback is null ? null : Callback with { Origin = "" },
        SafetyLevel = SafetyLevel == Moderation.SafetyLevels.Default ? null : SafetyLevel,
    };
}

/// <summary>What a job remembers of its callback. The address itself, which may carry a secret of its owner, is kept with the webhook and goes with it.</summary>
/// <param name="AddressHash">SHA-256 of the address, lower-case hex: a repeat with another is another request.</param>
/// <param name="Origin">What links in its message begin with; a repeat may come by another name.</param>
internal sealed record RequestedCallback(string AddressHash, string Origin);
