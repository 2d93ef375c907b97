using NanoBanana.ServiceDefaults.Http;

namespace NanoBanana.Generation.Webhooks;

/// <summary>Registers webhooks and who delivers to them.</summary>
internal static class WebhookExtensions
{
    private const int MaxAnswer = 16 * 1024;
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(2);

    public static void AddWebhooks(this IServiceCollection services)
    {
        services.AddOptions<WebhookOptions>().BindConfiguration(WebhookOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOutboundClient(WebhookSender.ClientName);
        services.AddHttpClient(WebhookSender.ClientName, static client => client.DefaultRequestHeaders.UserAgent.ParseAdd("NanoBanana-Webhooks/1.0"))
            .ConfigurePrimaryHttpMessageHandler(static provider =>
            {
                // Whatever comes beyond this costs the endpoint its connection, and nothing else.
                var handler = provider.GetRequiredService<OutboundGuard>().CreateHandler();
                handler.MaxResponseDrainSize = MaxAnswer;
                handler.ResponseDrainTimeout = AnswerPatience;
                handler.MaxResponseHeadersLength = MaxAnswer / 1024;
                return handler;
            });
        services.AddSingleton<WebhookAddress>();
        services.AddSingleton<WebhookSecrets>();
        services.AddSingleton<WebhookStore>();
        services.AddSingleton<DeliveryStore>();
        services.AddSingleton<WebhookMessage>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<WebhookMetrics>();
        services.AddSingleton<DeliverWebhook>();
        services.AddHostedService<WebhookWorker>();
        services.AddHostedService<WebhookSweep>();
    }
}
