using Microsoft.EntityFrameworkCore;
using NanoBanana.Identity.Bans;
using NanoBanana.Identity.Notifications;
using NanoBanana.Identity.Users;
using NanoBanana.ServiceDefaults.Audit;
using NanoBanana.ServiceDefaults.Data;

namespace NanoBanana.Identity.Data;

/// <summary>The only owner of identitydb.</summary>
/// <remarks>To add a migration: <c>dotnet ef migrations add Name --project services/Identity --output-dir Data/Migrations</c>.</remarks>
public sealed class IdentityDbContext(DbContextOptions<IdentityDbContext> options) : DbContext(options), IHasSchema
{
    public static string Schema => "identity";

    public DbSet<User> Users => Set<User>();
    public DbSet<Notification> Notifications => Set<Notification>();
    public DbSet<NotificationCount> NotificationCounts => Set<NotificationCount>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.HasSequence<long>(PendingBan.Versions);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(IdentityDbContext).Assembly);
        modelBuilder.ApplyConfiguration(new AuditEntry.Configuration());
        modelBuilder.UseSnakeCaseNames();
    }
}
