namespace NanoBanana.Generation.Providers;

/// <summary>How a provider attempt failed. Retry, charge, and what the caller reads are decided by it, in <see cref="FailurePolicy"/>.</summary>
internal enum FailureClass
{
    /// <summary>Nothing reached the provider: no name, no connection, connection refused or timed out.</summary>
    NotSent = 0,

    /// <summary>Told to slow down (429).</summary>
    Throttled,

    /// <summary>The provider said that it cannot now (502, 503).</summary>
    Overloaded,

    /// <summary>The provider said that it gave up in time (504).</summary>
    TimedOut,

    /// <summary>It was sent and the answer was lost or unreadable: it may have been done, and must not be sent again.</summary>
    Unknown,

    /// <summary>The provider failed inside (500): it says it was not done, and repeating is not known to help.</summary>
    Failed,

    /// <summary>A field or value the provider does not accept.</summary>
    BadInput,

    /// <summary>The prompt was refused by the provider's safety rules.</summary>
    RefusedInput,

    /// <summary>The image was made and withheld by the provider's safety rules.</summary>
    RefusedOutput,

    /// <summary>A good answer without an image.</summary>
    NoImage,

    /// <summary>An image that cannot be decoded.</summary>
    BadImage,

    /// <summary>The provider does not accept our key.</summary>
    Unauthorised,

    /// <summary>Our account at the provider is empty.</summary>
    OutOfFunds,

    /// <summary>The model is unknown or retired there.</summary>
    Gone,
}
