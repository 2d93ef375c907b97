using Microsoft.EntityFrameworkCore;
using NanoBanana.ServiceDefaults.Data;

namespace NanoBanana.Keys.Data;

/// <summary>The only owner of keysdb.</summary>
/// <remarks>To add a migration: <c>dotnet ef migrations add Name --project services/Keys --output-dir Data/Migrations</c>.</remarks>
public sealed class KeysDbContext(DbContextOptions<KeysDbContext> options) : DbContext(options), IHasSchema
{
    public static string Schema => "keys";

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(KeysDbContext).Assembly);
        modelBuilder.UseSnakeCaseNames();
    }
}
