using NanoBanana.Generation.Imaging;
using NanoBanana.Generation.Providers.Transport;

namespace NanoBanana.Generation.Providers;

/// <summary>How a provider attempt ended, or where it stands.</summary>
internal abstract record ProviderResult
{
    private ProviderResult()
    {
    }

    /// <summary>What the provider says it bills for this attempt, in millionths of a dollar; null when it does not say.</summary>
    public long? CostMicros { get; init; }

    /// <summary>The result itself came back.</summary>
    /// <param name="Bytes">The encoded image or video, owned by the receiver.</param>
    /// <param name="MediaType">As the provider declared it; the bytes decide.</param>
    internal sealed record Delivered(PooledBytes Bytes, string MediaType) : ProviderResult
    {
        /// <summary>What the model said beside it.</summary>
        public ModelWords? Words { get; init; }
    }

    /// <summary>A video came back, by way of the disk.</summary>
    /// <param name="File">Owned by the receiver.</param>
    /// <param name="MediaType">As declared; the bytes decide.</param>
    internal sealed record Filmed(SpooledFile File, string MediaType) : ProviderResult;

    /// <summary>It is there to be fetched, and our own disk does not take it: no fault of the provider.</summary>
    /// <param name="Detail">A short token.</param>
    internal sealed record Unkept(string Detail) : ProviderResult;

    /// <summary>The provider took the order. Its id is committed before anything waits on it.</summary>
    /// <param name="TaskId">What the adapter needs to ask after it, at most 2,000 characters, without secrets.</param>
    /// <param name="PollAfter">The provider's own interval.</param>
    internal sealed record Accepted(string TaskId, TimeSpan PollAfter) : ProviderResult;

    /// <summary>The order has not ended, or could not be asked after.</summary>
    /// <param name="PollAfter">The provider's own hint when to ask again; null leaves it to us.</param>
    /// <param name="Progress">0 to 1; null when it does not say.</param>
    internal sealed record Running(TimeSpan? PollAfter = null, double? Progress = null) : ProviderResult;

    /// <summary>The order has ended well, and the result lies at an address that will die: it is copied at once.</summary>
    internal sealed record Located(Uri Address) : ProviderResult
    {
        /// <summary>A header that the address' own host wants, and no other host may get.</summary>
        public ResultCredential? Credential { get; init; }
    }

    /// <summary>Nothing came back.</summary>
    /// <param name="Class">Why.</param>
    /// <param name="Detail">The provider's own reason as a short token (<c>PROHIBITED_CONTENT</c>, <c>HTTP 503</c>): safe to store, never its whole text.</param>
    /// <param name="RetryAfter">The provider's own hint.</param>
    internal sealed record Failed(FailureClass Class, string Detail, TimeSpan? RetryAfter = null) : ProviderResult;
}

/// <summary>A header for fetching a result.</summary>
internal sealed record ResultCredential(string Header, Secret Value);

/// <summary>What a model said beside the image.</summary>
/// <param name="Text">Its answer in words.</param>
/// <param name="Thoughts">What it thought aloud, when it was asked to.</param>
/// <param name="Sources">What it looked up.</param>
/// <param name="Turn">Its turn without drafts and thoughts, for going on with the conversation; null when there is none.</param>
internal sealed record ModelWords(string? Text, string? Thoughts, IReadOnlyList<SearchSource> Sources, ConversationTurn? Turn);

/// <summary>A page that a model drew on.</summary>
internal sealed record SearchSource(string Title, string Address);
