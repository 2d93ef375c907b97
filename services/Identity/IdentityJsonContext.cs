using System.Text.Json.Serialization;
using NanoBanana.Identity.Api.V1;

namespace NanoBanana.Identity;

/// <summary>Generated (de)serialisers of this service's own bodies.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Credentials))]
[JsonSerializable(typeof(RegisterResponse))]
[JsonSerializable(typeof(LoginResponse))]
[JsonSerializable(typeof(UserView))]
[JsonSerializable(typeof(ChangeEmailRequest))]
[JsonSerializable(typeof(ChangePasswordRequest))]
internal sealed partial class IdentityJsonContext : JsonSerializerContext;
