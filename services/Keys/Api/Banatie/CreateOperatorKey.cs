using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using NanoBanana.Keys.ApiKeys;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Json;
using NanoBanana.ServiceDefaults.Principals;
using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Keys.Api.Banatie;

/// <param name="Type"><c>master</c> or <c>project</c>.</param>
/// <param name="ProjectId">The tenant label of a project key, 1 to 100 characters; of a master key it is not looked at.</param>
/// <param name="Name">At most 100 characters.</param>
/// <param name="ExpiresInDays">Of a project key 1 to 3,650, 90 unless given; of a master key it is not looked at.</param>
internal sealed record CreateOperatorKeyRequest(
    string? Type,
    [property: JsonPropertyName("projectId")] string? ProjectId,
    string? Name,
    [property: JsonPropertyName("expiresInDays")] int? ExpiresInDays);

/// <summary>A new key with its text, which no later answer contains. Not a record, because its ToString would print the text.</summary>
internal sealed class CreatedOperatorKey(string apiKey, OperatorKeyMetadata metadata)
{
    [JsonPropertyName("apiKey")]
    public string ApiKey { get; } = apiKey;

    public OperatorKeyMetadata Metadata { get; } = metadata;

    public string Message { get; } = InitialKey.Advice;
}

/// <summary>All about it but its text.</summary>
/// <param name="ExpiresAt">Null of a master key, which never ends by itself.</param>
internal sealed record OperatorKeyMetadata(
    Guid Id,
    string Type,
    [property: JsonPropertyName("projectId")] string? ProjectId,
    string? Name,
    [property: JsonPropertyName("expiresAt"), JsonConverter(typeof(UtcMillisecondsConverter))] DateTimeOffset? ExpiresAt,
    IReadOnlyList<string> Scopes,
    [property: JsonPropertyName("createdAt"), JsonConverter(typeof(UtcMillisecondsConverter))] DateTimeOffset CreatedAt);

internal static class CreateOperatorKey
{
    public static async Task<Results<Created<CreatedOperatorKey>, FailureResult>> HandleAsync(
        CreateOperatorKeyRequest body, Caller caller, OperatorKeys keys, CancellationToken cancellationToken)
    {
        var validation = new RequestValidation();
        var terms = OperatorKeyReader.Read(body, validation);
        if (validation.Failed)
            return (FailureResult)validation.Failure;

        var id = Guid.CreateVersion7();
        var material = KeyFormat.NewBanatie();
        var (createdAt, expiresAt) = await keys.CreateAsync(id, terms, material, caller.Principal, cancellationToken);
        var metadata = new OperatorKeyMetadata(id, body.Type!, terms.ProjectId, terms.Name, expiresAt, terms.Scopes, createdAt);
        return TypedResults.Created((string?)null, new CreatedOperatorKey(material.Text, metadata));
    }
}
