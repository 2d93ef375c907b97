using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Keys.ApiKeys;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Keys.Api.Lab;

/// <param name="Name">1 to 100 characters.</param>
/// <param name="Scopes">What it may do; null is everything.</param>
/// <param name="ExpiresInDays">1 to 365; null is never.</param>
internal sealed record CreateLabKeyRequest(string? Name, IReadOnlyList<string?>? Scopes, int? ExpiresInDays);

/// <summary>A new key with its text, which no later answer contains. Not a record, because its ToString would print the text.</summary>
internal sealed class CreatedLabKey(ApiKey key, KeyMaterial material)
{
    public Guid Id { get; } = key.Id;

    public string Name { get; } = key.Name;

    public string Key { get; } = material.Text;

    public string KeyPrefix { get; } = key.Prefix;

    public IReadOnlyList<string>? Scopes { get; } = LabKeyScopes.Show(key.Scopes);

    public DateTimeOffset? ExpiresAt { get; } = key.ExpiresAt;

    public DateTimeOffset CreatedAt { get; } = key.CreatedAt;
}

internal static class CreateLabKey
{
    private const int MaxNameLength = 100;
    private const int MaxDays = 365;

    public static async Task<Results<Ok<CreatedLabKey>, FailureResult>> HandleAsync(
        CreateLabKeyRequest body, Caller caller, KeyIssuer issuer, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        validation.Text("name", body.Name, min: 1, MaxNameLength);
        var scopes = LabKeyScopes.Read(body.Scopes, validation);
        if (body.ExpiresInDays is { } days)
            validation.Range("expires_in_days", days, 1, MaxDays);
        if (validation.Failed)
            return (FailureResult)validation.Failure;

        var material = KeyFormat.NewLab();
        var key = ApiKey.ForUser(caller.AccountId, ApiKeyDoor.Lab, body.Name!, material, scopes: scopes);
        return await issuer.TryStoreAsync(key, body.ExpiresInDays, cancellationToken)
            ? TypedResults.Ok(new CreatedLabKey(key, material))
            : (FailureResult)ErrorCodes.LabKeyLimitReached;
    }
}
