using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Contracts.Errors;
using NanoBanana.Keys.ApiKeys;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Keys.Api.V1;

internal sealed record CreateKeyRequest(string? Name);

/// <summary>A new key with its text, which no later answer contains. Not a record, because its ToString would print the text.</summary>
public sealed class CreatedKey(ApiKey key, KeyMaterial material)
{
    public Guid Id { get; } = key.Id;

    public string Key { get; } = material.Text;

    public string Name { get; } = key.Name;

    public string Prefix { get; } = key.Prefix;

    public DateTimeOffset CreatedAt { get; } = key.CreatedAt;
}

internal static class CreateKey
{
    private const string DefaultName = "Default Key";
    private const int MaxNameLength = 100;

    public static async Task<Results<Created<CreatedKey>, FailureResult>> HandleAsync(
        CreateKeyRequest? body, Caller caller, KeyIssuer issuer, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        validation.Text("name", body?.Name, min: 0, MaxNameLength, required: false);
        if (validation.Failed)
            return (FailureResult)validation.Failure;

        var name = string.IsNullOrWhiteSpace(body?.Name) ? DefaultName : body.Name;
        var material = KeyFormat.NewSaas();
        var key = ApiKey.ForUser(caller.AccountId, ApiKeyDoor.Saas, name, material);
        return await issuer.TryStoreAsync(key, days: null, cancellationToken)
            ? TypedResults.Created((string?)null, new CreatedKey(key, material))
            : (FailureResult)ErrorCodes.KeyLimitReached;
    }
}
