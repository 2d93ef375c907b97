using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Keys.ApiKeys;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Keys.Api.Banatie;

/// <summary>The first master key with its text, which no later answer contains. Not a record, because its ToString would print the text.</summary>
internal sealed class InitialKey(string apiKey)
{
    public const string Advice = "IMPORTANT: Save this key securely. You will not see it again!";
    public const string KeyName = "Initial Master Key";

    [JsonPropertyName("apiKey")]
    public string ApiKey { get; } = apiKey;

    public string Type { get; } = "master";

    public string Name { get; } = KeyName;

    /// <summary>Always null: a master key never ends by itself.</summary>
    [JsonPropertyName("expiresAt")]
    public DateTimeOffset? ExpiresAt { get; }

    public string Message { get; } = Advice;
}

internal static class BootstrapKey
{
    /// <summary>Serves whoever comes first, and nobody after: an installation is opened before it is shown to others.</summary>
    public static async Task<Results<Created<InitialKey>, FailureResult>> HandleAsync(OperatorKeys keys, GivenMasterKey given, CancellationToken cancellationToken)
    {
        // Closed also while the given one is not stored yet.
        if (given.IsGiven)
            return (FailureResult)ErrorCodes.BootstrapClosed;
        var material = KeyFormat.NewBanatie();
        return await keys.TryBeginAsync(material, InitialKey.KeyName, cancellationToken)
            ? TypedResults.Created((string?)null, new InitialKey(material.Text))
            : (FailureResult)ErrorCodes.BootstrapClosed;
    }
}
