using Microsoft.EntityFrameworkCore;
using NanoBanana.Keys.ApiKeys;
using NanoBanana.ServiceDefaults.Audit;
using NanoBanana.ServiceDefaults.Data;

namespace NanoBanana.Keys.Data;

/// <summary>The only owner of keysdb.</summary>
/// <remarks>To add a migration: <c>dotnet ef migrations add Name --project services/Keys --output-dir Data/Migrations</c>.</remarks>
public sealed class KeysDbContext(DbContextOptions<KeysDbContext> options) : DbContext(options), IHasSchema
{
    public static string Schema => "keys";

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    /// <summary>The database's clock, in a query: the one clock that every replica shares.</summary>
    public static DateTimeOffset Now() => throw new InvalidOperationException("Only a query can ask for the database's time.");

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.HasDbFunction(static () => Now()).HasName("now").IsBuiltIn();
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(KeysDbContext).Assembly);
        modelBuilder.ApplyConfiguration(new AuditEntry.Configuration());
        modelBuilder.UseSnakeCaseNames();
    }
}
