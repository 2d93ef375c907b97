using System.Globalization;
using Microsoft.Extensions.Options;
using NanoBanana.Contracts.Errors;
using NanoBanana.Contracts.Principals;
using NanoBanana.Gateway.Credentials;
using NanoBanana.Gateway.Proxy;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.Gateway.Limits;

/// <summary>Counts a request into the windows of its route, refuses it when one is full, and says on every answer how much is left.</summary>
internal sealed class LimitMiddleware(RequestDelegate next, RateLimiter limiter, IOptions<RateLimitOptions> options)
{
    private const int SignInAttempts = 20;
    private static readonly TimeSpan SignInLength = TimeSpan.FromMinutes(15);
    private const int WebhookTests = 10;
    private static readonly TimeSpan WebhookTestLength = TimeSpan.FromMinutes(1);
    private const string Hourly = "hourly";
    private const string SignIn = "sign-in";
    private readonly TimeSpan _length = TimeSpan.FromSeconds(options.Value.WindowSeconds);

    public async Task InvokeAsync(HttpContext context)
    {
        if (!options.Value.Enabled || WindowsOf(RouteRules.Of(context), context) is not { Count: > 0 } windows)
        {
            await next(context);
            return;
        }

        var admission = await limiter.TakeAsync(windows);
        SetHeaders(context.Response.Headers, admission);
        if (!admission.IsAdmitted)
        {
            var code = admission.Window.Name == SignIn ? ErrorCodes.SignInLimited : ErrorCodes.RateLimited;
            await FailureWriter.WriteAsync(context, new ApiFailure(code) { RetryAfter = admission.RetryAfter });
            return;
        }

        await next(context);

        // A request was made in any case; of the hour only what brought something is counted.
        if (windows.Find(static window => window.Name == Hourly) is { } hour && BroughtNothing(context))
            await limiter.GiveBackAsync([hour], admission);
    }

    /// <summary>All windows of a request, which are asked in one round trip.</summary>
    private List<SlidingWindow> WindowsOf(RouteRules rules, HttpContext context)
    {
        var windows = new List<SlidingWindow>(2);
        var known = context.Features.Get<ResolvedCredential>();
        switch (rules.Limit)
        {
            case LimitRule.Hourly when known is { Principal.KeyId: { } key }:
                windows.Add(new SlidingWindow(Hourly, key.ToString("n"), known.RequestsPerHour, TimeSpan.FromHours(1)));
                break;
            case LimitRule.WebhookTest when known is { Principal: { } tester }:
                windows.Add(new SlidingWindow("webhook-test", tester.AccountId.ToString("n"), WebhookTests, WebhookTestLength));
                break;
            case LimitRule.SignIn:
                windows.Add(new SlidingWindow(SignIn, Address(context), SignInAttempts, SignInLength));
                break;
        }

        if (IsMetered(rules, WireFamilies.Of(context.Request), known?.Principal))
            windows.Add(new SlidingWindow("requests", known?.Principal is { } caller ? SubjectOf(caller) : Address(context), options.Value.Requests, _length));
        return windows;
    }

    /// <summary>Requests of the Lab. Of the Banatie family those that have no key, whose hour would be counted: enhancing costs no credits.</summary>
    private static bool IsMetered(RouteRules rules, WireFamily family, Principal? caller) => rules.IsMetered
        && (family == WireFamily.Lab || (family == WireFamily.Banatie && rules.Limit == LimitRule.Hourly && caller is { KeyId: null }));

    /// <summary>An account and all its credentials are one caller; of the operator's account each key is another.</summary>
    private static string SubjectOf(Principal caller) =>
        (caller is { Kind: PrincipalKind.ProjectKey or PrincipalKind.MasterKey, KeyId: { } key } ? key : caller.AccountId).ToString("n");

    /// <summary>
    /// No image results: also of a refusal that its family answers with 200. A wait that ended before its job did is no such answer: the image is still being made.
    /// </summary>
    private static bool BroughtNothing(HttpContext context) =>
        (context.Response.StatusCode >= StatusCodes.Status400BadRequest || context.Response.Headers.ContainsKey(FailureWriter.CodeHeader)
            || context.Response.Headers[FailureWriter.CountedHeader] == "false")
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
