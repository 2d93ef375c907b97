using System.Globalization;
using Microsoft.Extensions.Configuration;
using NanoBanana.Contracts.Errors;
using NanoBanana.Gateway.Credentials;
using NanoBanana.Gateway.Proxy;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Gateway.Limits;

/// <summary>Counts a request into the windows of its route, refuses it when one is full, and says on every answer how much is left.</summary>
internal sealed class LimitMiddleware(RequestDelegate next, RateLimiter limiter, IConfiguration configuration)
{
    private const int SignInAttempts = 20;
    private static readonly TimeSpan SignInLength = TimeSpan.FromMinutes(15);
    private const int WebhookTests = 10;
    private static readonly TimeSpan WebhookTestLength = TimeSpan.FromMinutes(1);
    private readonly bool _isEnabled = configuration.GetValue("RateLimits:Enabled", defaultValue: true);

    public async Task InvokeAsync(HttpContext context)
    {
        var rule = RouteRules.Of(context).Limit;
        if (!_isEnabled || WindowsOf(rule, context) is not { Count: > 0 } windows)
        {
            await next(context);
            return;
        }

        var admission = await limiter.TakeAsync(windows);
        SetHeaders(context.Response.Headers, admission);
        if (!admission.IsAdmitted)
        {
            var code = rule == LimitRule.SignIn ? ErrorCodes.SignInLimited : ErrorCodes.RateLimited;
            await FailureWriter.WriteAsync(context, new ApiFailure(code) { RetryAfter = admission.RetryAfter });
            return;
        }

        await next(context);
        if (rule == LimitRule.Hourly && BroughtNothing(context))
            await limiter.GiveBackAsync(windows, admission);
    }

    private static List<SlidingWindow> WindowsOf(LimitRule rule, HttpContext context) => rule switch
    {
        LimitRule.Hourly when context.Features.Get<ResolvedCredential>() is { Principal.KeyId: { } key } credential =>
            [new SlidingWindow("hourly", key.ToString("n"), credential.RequestsPerHour, TimeSpan.FromHours(1))],
        LimitRule.WebhookTest when context.Features.Get<ResolvedCredential>() is { Principal: { } tester } =>
            [new SlidingWindow("webhook-test", tester.AccountId.ToString("n"), WebhookTests, WebhookTestLength)],
        LimitRule.SignIn => [new SlidingWindow("sign-in", Address(context), SignInAttempts, SignInLength)],
        _ => [],
    };

    /// <summary>No image results. A wait that ended before its job did is no such answer: the image is still being made.</summary>
    private static bool BroughtNothing(HttpContext context) =>
        context.Response.StatusCode >= StatusCodes.Status400BadRequest
        && context.Response.StatusCode is not (StatusCodes.Status499ClientClosedRequest or StatusCodes.Status504GatewayTimeout)
        && !context.RequestAborted.IsCancellationRequested;

    /// <summary>An IPv6 caller owns a whole /64: counting single addresses would count nobody.</summary>
    private static string Address(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        if (address is null)
            return "unknown";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
            ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }

    private static void SetHeaders(IHeaderDictionary headers, Admission admission)
    {
        headers["X-RateLimit-Limit"] = admission.Window.Limit.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Remaining"] = admission.Remaining.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Reset"] = admission.FreesAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }
}
