using Microsoft.Extensions.Options;
using NanoBanana.Generation.Api.Gemini;
using NanoBanana.Generation.Api.Kie;
using NanoBanana.Generation.Api.Lab;
using NanoBanana.Generation.Api.Lab.Admin;
using NanoBanana.Generation.Api.Lab.Chat;
using NanoBanana.Generation.Api.Lab.Editing;
using NanoBanana.Generation.Api.Lab.Favorites;
using NanoBanana.Generation.Api.Lab.History;
using NanoBanana.Generation.Api.Lab.Projects;
using NanoBanana.Generation.Api.Lab.Prompts;
using NanoBanana.Generation.Api.Lab.Quota;
using NanoBanana.Generation.Api.Lab.Search;
using NanoBanana.Generation.Api.Lab.Settings;
using NanoBanana.Generation.Api.Lab.Socket;
using NanoBanana.Generation.Api.Lab.Templates;
using NanoBanana.Generation.Api.V1;
using NanoBanana.Generation.Billing;
using NanoBanana.Generation.Chat;
using NanoBanana.Generation.Data;
using NanoBanana.Generation.Events;
using NanoBanana.Generation.Favorites;
using NanoBanana.Generation.History;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Inputs;
using NanoBanana.Generation.Internal;
using NanoBanana.Generation.Jobs;
using NanoBanana.Generation.Moderation;
using NanoBanana.Generation.Notifications;
using NanoBanana.Generation.Outbox;
using NanoBanana.Generation.Projects;
using NanoBanana.Generation.Prompts;
using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Queue;
using NanoBanana.Generation.Quota;
using NanoBanana.Generation.Quotes;
using NanoBanana.Generation.Routing;
using NanoBanana.Generation.Search;
using NanoBanana.Generation.Settings;
using NanoBanana.Generation.Storage;
using NanoBanana.Generation.Templates;
using NanoBanana.Generation.Thumbnails;
using NanoBanana.Generation.Webhooks;
using NanoBanana.ServiceDefaults.Audit;
using NanoBanana.ServiceDefaults.Data;
using NanoBanana.ServiceDefaults.Http;
using NanoBanana.ServiceDefaults.Json;
using NanoBanana.ServiceDefaults.Redis;
using Npgsql;

namespace NanoBanana.Generation;

/// <summary>The service's whole public surface: what a host adds and maps.</summary>
public static class GenerationServiceExtensions
{
    private static readonly TimeSpan ShutdownPatience = TimeSpan.FromSeconds(30);

    public static void AddGenerationService(this WebApplicationBuilder builder)
    {
        builder.AddNpgsqlDbContext<GenerationDbContext>("generationdb");
        builder.AddInternalClient<BillingClient>("billing", "generation");
        builder.AddRedisClient("redis");
        builder.AddProviders();
        builder.AddImageStorage();
        builder.AddNotifications();

        var services = builder.Services;
        services.AddJson(GenerationJsonContext.Default);
        services.AddOptions<GenerationOptions>().BindConfiguration(GenerationOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RetryOptions>().BindConfiguration(RetryOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RetryOptions>, RetryOptions.Validator>();
        services.AddOptions<ImageLinkOptions>().BindConfiguration(ImageLinkOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.Configure<HostOptions>(static host => host.ShutdownTimeout = ShutdownPatience);

        services.AddSingleton<GenerationMetrics>();
        services.AddSingleton(static provider => new AuditLog(provider.GetRequiredService<NpgsqlDataSource>(), GenerationDbContext.Schema));
        services.AddSingleton(static provider => new AuditPages(provider.GetRequiredService<NpgsqlDataSource>(), GenerationDbContext.Schema));
        services.AddSingleton<AdminProviders>();
        services.AddSingleton<ChangeProvider>();
        services.AddModeration();
        services.AddSingleton<GenerateReader>();
        services.AddSingleton<EditReader>();
        services.AddSingleton<MakeImages>();
        services.AddSingleton<VideoReader>();
        services.AddSingleton<QuoteStore>();
        services.AddSingleton<MakeQuote>();
        services.AddSingleton<RedeemQuote>();
        services.AddSingleton<ImageLinks>();
        services.AddSingleton<JobStore>();
        services.AddSingleton<DatabasePatience>();
        services.AddSingleton<JobReader>();
        services.AddJobQueue();
        services.AddEvents();
        services.AddLabSocket();
        services.AddWebhooks();
        services.AddAccountSettings();
        services.AddQuota();
        services.AddHistory();
        services.AddThumbnails();
        services.AddInputs();
        services.AddFavorites();
        services.AddProjects();
        services.AddSingleton<SettingsReader>();
        services.AddSingleton<LabDefaults>();
        services.AddTemplates();
        services.AddPrompts();
        services.AddChat();
        services.AddSingleton<MakeLabImage>();
        services.AddSingleton<OrderLabVideo>();
        services.AddEditing();
        services.AddSingleton<LineageReader>();
        services.AddSearch();
        services.AddKie();
        services.AddGeminiDialect();
        services.AddSingleton<RunningJobs>();
        services.AddProviderRouting();
        services.AddSingleton<ImageKeeper>();
        services.AddSingleton<VideoKeeper>();
        services.AddSingleton<ResultKeeper>();
        services.AddSingleton<OrderCalls>();
        services.AddSingleton<OrderCallRelay>();
        services.AddHostedService(static provider => provider.GetRequiredService<OrderCallRelay>());
        services.AddSingleton<OrderPoller>();
        services.AddSingleton<CallbackAddresses>();
        services.AddSingleton<ProviderCaller>();
        services.AddSingleton<NextAttempt>();
        services.AddSingleton<JobProgress>();
        services.AddSingleton<ImageMaker>();
        services.AddSingleton<JobRunner>();
        services.AddSingleton<AwaitJob>();
        services.AddSingleton<StartJob>();
        services.AddSingleton<GenerateOnOwnKey>();
        services.AddSingleton<GenerateImages>();
        services.AddSingleton<OutboxStore>();
        services.AddSingleton<AbandonedJobs>();
        services.AddSingleton<OutboxDispatcher>();
        services.AddHostedService(static provider => provider.GetRequiredService<OutboxDispatcher>());
        services.AddSingleton<HoldReconciler>();
        services.AddHostedService(static provider => provider.GetRequiredService<HoldReconciler>());
        services.AddHostedService<JobWorker>();
        services.AddHostedService<IdempotencySweep>();
        services.AddHostedService<QueueMonitor>();
    }

    public static void MapGenerationEndpoints(this WebApplication app)
    {
        GenerationEndpoints.Map(app);
        WebhookEndpoints.Map(app);
        LabEndpoints.Map(app);
        EditingEndpoints.Map(app);
        SettingsEndpoints.Map(app);
        QuotaEndpoints.Map(app);
        HistoryEndpoints.Map(app);
        FavoriteEndpoints.Map(app);
        ProjectEndpoints.Map(app);
        TemplateEndpoints.Map(app);
        PromptEndpoints.Map(app);
        ChatEndpoints.Map(app);
        SearchEndpoints.Map(app);
        ModerationEndpoints.Map(app);
        KieEndpoints.Map(app);
        GeminiEndpoints.Map(app);
        EventEndpoints.Map(app);
        AdminProviderEndpoints.Map(app);
        InternalEndpoints.Map(app);
        app.MapLabSocket();
    }
}
