using Microsoft.EntityFrameworkCore;
using NanoBanana.Generation.Batches;
using NanoBanana.Generation.Chat;
using NanoBanana.Generation.Events;
using NanoBanana.Generation.Favorites;
using NanoBanana.Generation.History;
using NanoBanana.Generation.Inputs;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Moderation;
using NanoBanana.Generation.Projects;
using NanoBanana.Generation.Prompts;
using NanoBanana.Generation.Quota;
using NanoBanana.Generation.Routing;
using NanoBanana.Generation.Settings;
using NanoBanana.Generation.Templates;
using NanoBanana.Generation.Webhooks;
using NanoBanana.ServiceDefaults.Audit;
using NanoBanana.ServiceDefaults.Data;

namespace NanoBanana.Generation.Data;

/// <summary>The only owner of generationdb.</summary>
/// <remarks>To add a migration: <c>dotnet ef migrations add Name --project services/Generation --output-dir Data/Migrations</c>.</remarks>
public sealed class GenerationDbContext(DbContextOptions<GenerationDbContext> options) : DbContext(options), IHasSchema
{
    public static string Schema => "generation";

    internal DbSet<Job> Jobs => Set<Job>();
    internal DbSet<Batch> Batches => Set<Batch>();
    internal DbSet<ChatSession> Chats => Set<ChatSession>();
    internal DbSet<LoggedEvent> Events => Set<LoggedEvent>();
    internal DbSet<Favorite> Favorites => Set<Favorite>();
    internal DbSet<FavoriteFolder> FavoriteFolders => Set<FavoriteFolder>();
    internal DbSet<FavoriteCount> FavoriteCounts => Set<FavoriteCount>();
    internal DbSet<Project> Projects => Set<Project>();
    internal DbSet<ProjectCount> ProjectCounts => Set<ProjectCount>();
    internal DbSet<ProjectImage> ProjectImages => Set<ProjectImage>();
    internal DbSet<HistoryCount> HistoryCounts => Set<HistoryCount>();
    internal DbSet<StoredInput> Inputs => Set<StoredInput>();
    internal DbSet<Lineage> Lineage => Set<Lineage>();
    internal DbSet<JobImage> Images => Set<JobImage>();
    internal DbSet<AccountSettings> Settings => Set<AccountSettings>();
    internal DbSet<AccountQuota> Quotas => Set<AccountQuota>();
    internal DbSet<TrialCount> TrialCounts => Set<TrialCount>();
    internal DbSet<Template> Templates => Set<Template>();
    internal DbSet<TemplateCount> TemplateCounts => Set<TemplateCount>();
    internal DbSet<ProviderOverride> ProviderOverrides => Set<ProviderOverride>();
    internal DbSet<ProviderTally> ProviderTallies => Set<ProviderTally>();
    internal DbSet<SavedPrompt> Prompts => Set<SavedPrompt>();
    internal DbSet<LibraryFavorite> PromptFavorites => Set<LibraryFavorite>();
    internal DbSet<WebhookEndpoint> Webhooks => Set<WebhookEndpoint>();
    internal DbSet<WebhookDelivery> Deliveries => Set<WebhookDelivery>();
    internal DbSet<ModerationEntry> Blocked => Set<ModerationEntry>();
    internal DbSet<ModerationCount> BlockedCounts => Set<ModerationCount>();
    internal DbSet<ModerationRules> BannedKeywords => Set<ModerationRules>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(GenerationDbContext).Assembly);
        modelBuilder.ApplyConfiguration(new AuditEntry.Configuration());
        modelBuilder.UseSnakeCaseNames();
    }
}
