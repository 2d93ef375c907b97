using System.Text.Json;
using System.Text.Json.Serialization;

namespace NanoBanana.Contracts;

/// <summary>
/// Names of an enum's values in snake_case, as our routes write them: without it <see cref="ContractsJsonContext"/> writes
/// <c>UserKey</c> and cannot read <c>user_key</c>. One for each enum that crosses between services.
/// </summary>
public sealed class SnakeCaseEnum<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower)
    where TEnum : struct, Enum;
