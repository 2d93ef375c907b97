using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Generation.Api.Lab;

/// <summary>Ids of the Lab's things: UUIDs. One that is none is told apart from one that nobody has.</summary>
internal static class LabIds
{
    public static bool TryParse(string? text, out Guid id) => Guid.TryParseExact(text, "D", out id);

    /// <param name="thing">What it should have been the id of: <c>folder</c>.</param>
    public static ApiFailure Invalid(string thing) => new(ErrorCodes.MalformedRequest) { Message = $"Invalid {thing} ID" };
}
