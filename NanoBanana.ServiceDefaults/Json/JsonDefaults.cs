using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using NanoBanana.Contracts;

namespace NanoBanana.ServiceDefaults.Json;

/// <summary>
/// JSON as most of our routes speak it: snake_case, nulls written, unknown fields ignored, times by <see cref="UtcTimeConverter"/>.
/// A service adds its own generated context with <see cref="AddJson"/>.
/// </summary>
public static class JsonDefaults
{
    public static IServiceCollection AddJson(this IServiceCollection services, JsonSerializerContext context) =>
        services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, context));

    internal static IServiceCollection AddJsonDefaults(this IServiceCollection services) =>
        services.ConfigureHttpJsonOptions(static options =>
        {
            var json = options.SerializerOptions;
            json.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.DictionaryKeyPolicy = null;
            json.NumberHandling = JsonNumberHandling.Strict;
            json.MaxDepth = 32;
            json.Converters.Add(new UtcTimeConverter());
            json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
            json.TypeInfoResolverChain.Add(ContractsJsonContext.Default);
        });
}
