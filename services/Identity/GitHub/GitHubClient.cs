using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;

namespace NanoBanana.Identity.GitHub;

/// <summary>Asks GitHub whose code this is: exchanges it for a token, asks who that is of, and forgets the token.</summary>
internal sealed partial class GitHubClient(HttpClient http, IOptions<GitHubOptions> options, TimeProvider time, ILogger<GitHubClient> logger)
{
    private const string ApiVersion = "2022-11-28";
    private const int MaxToken = 1_024;
    private static readonly GitHubAnswer Unavailable = new GitHubAnswer.Unavailable();
    private readonly GitHubOptions _options = options.Value;

    /// <param name="code">As GitHub handed it out.</param>
    /// <param name="proof">What the code was asked for with; null when it was not asked for through us.</param>
    /// <param name="cancellationToken">The caller's patience; GitHub's time is bounded by itself.</param>
    public async Task<GitHubAnswer> IdentifyAsync(string code, Proof? proof, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(_options.TimeoutSeconds), time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var (token, otherwise) = await ExchangeAsync(code, proof, ending.Token);
            return token is null ? otherwise : await WhoIsAsync(token, ending.Token);
        }
        catch (Exception exception) when (
            exception is HttpRequestException or IOException or JsonException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Log.Failed(logger, exception);
            return Unavailable;
        }
    }

    private async Task<(string? Token, GitHubAnswer Otherwise)> ExchangeAsync(string code, Proof? proof, CancellationToken cancellationToken)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["client_id"] = _options.ClientId,
            ["client_secret"] = _options.ClientSecret,
            ["code"] = code,
        };
        if (proof is not null)
            form["code_verifier"] = proof.CodeVerifier;
        if (proof?.RedirectUri is { } redirectUri)
            form["redirect_uri"] = redirectUri;
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_options.OAuthBaseUrl.TrimEnd('/')}/login/oauth/access_token");
        request.Content = new FormUrlEncodedContent(form);
        request.Headers.Accept.ParseAdd("application/json");
        using var response = await http.SendAsync(request, cancellationToken);

        // An application that does not exist is a page that is not found.
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Unauthorized)
            return (null, Misconfigured("client_id"));
        var answer = await ReadAsync(response, GitHubJsonContext.Default.TokenAnswer, cancellationToken);
        return answer switch
        {
            { Error: "incorrect_client_credentials" } => (null, Misconfigured("incorrect_client_credentials")),
            { Error: "bad_verification_code" or "redirect_uri_mismatch" or "unverified_user_email" or "invalid_grant" } => (null, new GitHubAnswer.Refused()),
            { Error: null, AccessToken: { Length: > 0 and <= MaxToken } token } when IsPlain(token) => (token, Unavailable),
            _ => (null, NotUnderstood(response)),
        };
    }

    private async Task<GitHubAnswer> WhoIsAsync(string token, CancellationToken cancellationToken)
    {
        using var response = await GetAsync("/user", token, cancellationToken);
        var user = await ReadAsync(response, GitHubJsonContext.Default.GitHubUser, cancellationToken);
        if (user is not { Id: > 0, Login.Length: > 0 })
            return NotUnderstood(response);
        if (!string.IsNullOrEmpty(user.Email))
            return new GitHubAnswer.Known(user, user.Email, IsVerified: false);
        using var listed = await GetAsync("/user/emails", token, cancellationToken);

        // Whoever did not grant the scope keeps their addresses to themselves.
        if (listed.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
            return new GitHubAnswer.Known(user, Email: null, IsVerified: false);
        var emails = await ReadAsync(listed, GitHubJsonContext.Default.IReadOnlyListGitHubEmail, cancellationToken);
        var primary = emails?.FirstOrDefault(static email => email is { Primary: true, Verified: true })?.Email;
        return emails is null ? NotUnderstood(listed) : new GitHubAnswer.Known(user, primary, IsVerified: primary is not null);
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string token, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _options.ApiBaseUrl.TrimEnd('/') + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.ParseAdd("application/vnd.github+json");
        request.Headers.Add("X-GitHub-Api-Version", ApiVersion);
        return await http.SendAsync(request, cancellationToken);
    }

    /// <summary>The body of a success, whatever it says of its own encoding; null of anything else.</summary>
    private static async Task<T?> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken) where T : class =>
        response.StatusCode == HttpStatusCode.OK ? JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancellationToken), type) : null;

    /// <summary>Whether it can stand in a header.</summary>
    private static bool IsPlain(string token) => token.All(static c => c is > ' ' and < '\x7f');

    private GitHubAnswer Misconfigured(string what)
    {
        Log.Misconfigured(logger, what);
        return new GitHubAnswer.Misconfigured();
    }

    private GitHubAnswer NotUnderstood(HttpResponseMessage response)
    {
        Log.NotUnderstood(logger, (int)response.StatusCode);
        return Unavailable;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1020, Level = LogLevel.Warning, Message = "GitHub did not answer a sign-in.")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(EventId = 1021, Level = LogLevel.Warning, Message = "GitHub answered a sign-in with status {Status} and nothing that is understood.")]
        public static partial void NotUnderstood(ILogger logger, int status);

        [LoggerMessage(EventId = 1022, Level = LogLevel.Error, Message = "GitHub does not know our application ({What}): check GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET. Nobody can sign in with it.")]
        public static partial void Misconfigured(ILogger logger, string what);
    }
}
