using Microsoft.AspNetCore.Http.Metadata;
using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.Generation.Api.V1;

/// <summary>The routes under <c>/v1/webhooks</c>.</summary>
internal static class WebhookEndpoints
{
    private const long MaxBody = 64 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var webhooks = routes.MapGroup("/v1/webhooks").RequireUserOrKey().WithTags("Webhooks").WithMetadata(new BodyLimit(MaxBody));

        webhooks.MapPost("", CreateWebhook.HandleAsync).WithName("CreateWebhook").WithSummary("Asks to be told of events, and shows the secret that signs them, once.")
            .Fails(WireFamily.Ours, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest, ErrorCodes.WebhookLimitReached);

        webhooks.MapGet("", ListWebhooks.HandleAsync).WithName("ListWebhooks").WithSummary("Lists the account's webhooks.")
            .Fails(WireFamily.Ours, ErrorCodes.MissingCredential);

        webhooks.MapGet("/{id}", GetWebhook.HandleAsync).WithName("GetWebhook").WithSummary("Shows one webhook.")
            .Fails(WireFamily.Ours, ErrorCodes.MissingCredential, ErrorCodes.WebhookNotFound);

        webhooks.MapPatch("/{id}", UpdateWebhook.HandleAsync).WithName("UpdateWebhook").WithSummary("Changes a webhook's address or events, or switches it off and on.")
            .Fails(WireFamily.Ours, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest, ErrorCodes.WebhookNotFound);

        webhooks.MapDelete("/{id}", DeleteWebhook.HandleAsync).WithName("DeleteWebhook").WithSummary("Deletes a webhook; what waits for it is not delivered.")
            .Fails(WireFamily.Ours, ErrorCodes.MissingCredential, ErrorCodes.WebhookNotFound);

        webhooks.MapPost("/{id}/rotate", RotateWebhook.HandleAsync).WithName("RotateWebhook")
            .WithSummary("Makes another secret and shows it once; the one of before signs along for 24 hours.")
            .Fails(WireFamily.Ours, ErrorCodes.MissingCredential, ErrorCodes.WebhookNotFound);

        webhooks.MapPost("/{id}/test", TestWebhook.HandleAsync).WithName("TestWebhook").WithSummary("Delivers a test event once and says how it went.")
            .Fails(WireFamily.Ours, ErrorCodes.MissingCredential, ErrorCodes.WebhookNotFound, ErrorCodes.WebhookDisabled);

        webhooks.MapGet("/{id}/deliveries", ListDeliveries.HandleAsync).WithName("ListDeliveries").WithSummary("Lists a webhook's deliveries, newest first.")
            .Fails(WireFamily.Ours, ErrorCodes.MissingCredential, ErrorCodes.InvalidRequest, ErrorCodes.WebhookNotFound);

        webhooks.MapPost("/{id}/deliveries/{delivery}/redeliver", RedeliverWebhook.HandleAsync).WithName("RedeliverWebhook").WithSummary("Delivers an event again.")
            .Fails(WireFamily.Ours, ErrorCodes.MissingCredential, ErrorCodes.WebhookNotFound, ErrorCodes.DeliveryNotFound, ErrorCodes.WebhookDisabled);
    }

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
