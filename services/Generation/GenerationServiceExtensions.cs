using Microsoft.AspNetCore.Builder;
using NanoBanana.Generation.Data;
using NanoBanana.ServiceDefaults.Data;

namespace NanoBanana.Generation;

/// <summary>The service's whole public surface: what a host adds and maps.</summary>
public static class GenerationServiceExtensions
{
    public static void AddGenerationService(this WebApplicationBuilder builder)
    {
        builder.AddNpgsqlDbContext<GenerationDbContext>("generationdb");
    }

    public static void MapGenerationEndpoints(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
    }
}
