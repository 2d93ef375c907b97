using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace NanoBanana.Testing.Emulators;

/// <summary>
/// GitHub's sign-in for OAuth apps: the page where access is granted, the exchange of codes and who a token is of. It checks client, secret, code
/// (once, and of whom), challenge and redirect address as GitHub does. The exchange can be scripted to fail with <c>error:NAME</c> or to
/// answer <c>empty</c>, the questions with <c>status:CODE</c> or <c>empty</c>, and all as <see cref="BrokenAnswers"/> says.
/// </summary>
public sealed class GitHubEmulator : IAsyncDisposable
{
    public const string DefaultClientId = "Iv1.emulated0client";
    public const string DefaultClientSecret = "emulated-github-client-secret-0123456789";
    private const string Callback = "http://localhost:3001/auth/callback";

    private readonly ConcurrentDictionary<string, GitHubGrant> _codes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, GitHubGrant> _tokens = new(StringComparer.Ordinal);
    private EmulatorHost _host = null!;

    private GitHubEmulator()
    {
    }

    /// <summary>How codes are exchanged; it remembers every request, of whatever kind.</summary>
    public EmulatorSwitchboard Switchboard { get; } = new();

    /// <summary>How the question who a token is of is answered.</summary>
    public EmulatorSwitchboard Users { get; } = new();

    /// <summary>How the question after somebody's addresses is answered.</summary>
    public EmulatorSwitchboard Emails { get; } = new();

    /// <summary>Who sits at the browser.</summary>
    public GitHubPerson Person { get; set; } = GitHubPerson.New();

    /// <summary>Whether that person grants access.</summary>
    public bool Grants { get; set; } = true;

    /// <summary>Every token that was handed out.</summary>
    public IReadOnlyCollection<string> Tokens => [.. _tokens.Keys];

    /// <summary>For <c>GITHUB_OAUTH_BASE_URL</c> and <c>GITHUB_API_BASE_URL</c>.</summary>
    public Uri Address => _host.Address;

    public static async Task<GitHubEmulator> StartAsync(string url = "http://127.0.0.1:0")
    {
        var emulator = new GitHubEmulator();
        emulator._host = await EmulatorHost.StartAsync(emulator.Switchboard, url, emulator.AnswerAsync);
        return emulator;
    }

    /// <summary>Completes when the process is told to stop.</summary>
    public Task WaitAsync() => _host.WaitAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private Task AnswerAsync(HttpContext context, ReadOnlyMemory<byte> body) => (context.Request.Method, context.Request.Path.Value) switch
    {
        ("GET", "/login/oauth/authorize") => AuthorizeAsync(context),
        ("POST", "/login/oauth/access_token") => ExchangeAsync(context, new FormReader(Encoding.UTF8.GetString(body.Span)).ReadForm()),
        ("GET", "/user") => AskAsync(context, Users, grant => grant.Person.Show(Address)),
        ("GET", "/user/emails") => AskAsync(context, Emails, static grant => grant.Scope.Contains("user:email", StringComparison.Ordinal) ? grant.Person.ShowAddresses() : null),
        _ => GitHubProblem.WriteAsync(context, StatusCodes.Status404NotFound, "Not Found"),
    };

    private Task AuthorizeAsync(HttpContext context)
    {
        var query = QueryHelpers.ParseQuery(context.Request.QueryString.Value);
        if (GitHubGrant.Text(query, "client_id") != DefaultClientId)
            return GitHubProblem.WriteAsync(context, StatusCodes.Status404NotFound, "Not Found");
        var (challenge, method) = (GitHubGrant.Text(query, "code_challenge"), GitHubGrant.Text(query, "code_challenge_method"));
        if (challenge is not null && method != "S256")
            return GitHubProblem.WriteAsync(context, StatusCodes.Status400BadRequest, "The code_challenge_method must be S256.");
        var redirectUri = GitHubGrant.Text(query, "redirect_uri");
        var answer = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (Grants)
        {
            var code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(10));
            _codes[code] = new GitHubGrant(Person, GitHubGrant.Text(query, "scope") ?? "", redirectUri, challenge);
            answer["code"] = code;
        }
        else
        {
            answer["error"] = "access_denied";
            answer["error_description"] = "The user has denied your application access.";
        }

        if (GitHubGrant.Text(query, "state") is { } state)
            answer["state"] = state;
        context.Response.Redirect(QueryHelpers.AddQueryString(redirectUri ?? Callback, answer));
        return Task.CompletedTask;
    }

    private async Task ExchangeAsync(HttpContext context, Dictionary<string, StringValues> form)
    {
        var behaviour = await Switchboard.TakeAsync(context.RequestAborted);
        if (await BrokenAnswers.TryAsync(context, behaviour))
            return;
        if (!context.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal))
        {
            // Whoever does not ask for JSON gets a form.
            await context.Response.WriteAsync("error=not_acceptable", context.RequestAborted);
            return;
        }

        if (GitHubGrant.Text(form, "client_id") != DefaultClientId)
            await GitHubProblem.WriteAsync(context, StatusCodes.Status404NotFound, "Not Found");
        else
            await GitHubProblem.WriteAsync(context, StatusCodes.Status200OK, Exchange(behaviour, form));
    }

    private JsonObject Exchange(Behaviour behaviour, Dictionary<string, StringValues> form)
    {
        if (behaviour.Name == "empty")
            return [];
        if (behaviour.Name == "error")
            return GitHubProblem.OfExchange(behaviour.Argument ?? "bad_verification_code");
        if (GitHubGrant.Text(form, "client_secret") != DefaultClientSecret)
            return GitHubProblem.OfExchange("incorrect_client_credentials");
        if (!_codes.TryRemove(GitHubGrant.Text(form, "code") ?? "", out var grant))
            return GitHubProblem.OfExchange("bad_verification_code");
        if (grant.FaultOf(form) is { } fault)
            return GitHubProblem.OfExchange(fault);
        var token = "gho_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(18));
        _tokens[token] = grant;
        return new JsonObject { ["access_token"] = token, ["scope"] = grant.Scope.Replace(' ', ','), ["token_type"] = "bearer" };
    }

    private async Task AskAsync(HttpContext context, EmulatorSwitchboard switchboard, Func<GitHubGrant, JsonNode?> show)
    {
        var behaviour = await switchboard.TakeAsync(context.RequestAborted);
        if (await BrokenAnswers.TryAsync(context, behaviour))
            return;
        var authorization = context.Request.Headers.Authorization.ToString();
        var grant = authorization.StartsWith("Bearer ", StringComparison.Ordinal) ? _tokens.GetValueOrDefault(authorization["Bearer ".Length..]) : null;
        await ((context.Request.Headers.UserAgent.ToString(), grant, behaviour.Name) switch
        {
            ("", _, _) => GitHubProblem.WriteAsync(context, StatusCodes.Status403Forbidden, "Request forbidden by administrative rules. Please make sure your request has a User-Agent header."),
            (_, null, _) => GitHubProblem.WriteAsync(context, StatusCodes.Status401Unauthorized, "Bad credentials"),
            (_, _, "status") => GitHubProblem.WriteAsync(context, behaviour.Number(500), "Something went wrong."),
            (_, _, "empty") => GitHubProblem.WriteAsync(context, StatusCodes.Status200OK, new JsonObject()),
            _ => show(grant) is { } shown
                ? GitHubProblem.WriteAsync(context, StatusCodes.Status200OK, shown)
                : GitHubProblem.WriteAsync(context, StatusCodes.Status404NotFound, "Not Found"),
        });
    }
}
