using Microsoft.AspNetCore.Builder;
using NanoBanana.Keys.Data;
using NanoBanana.ServiceDefaults.Data;

namespace NanoBanana.Keys;

/// <summary>The service's whole public surface: what a host adds and maps.</summary>
public static class KeysServiceExtensions
{
    public static void AddKeysService(this WebApplicationBuilder builder)
    {
        builder.AddNpgsqlDbContext<KeysDbContext>("keysdb");
    }

    public static void MapKeysEndpoints(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
    }
}
