using Microsoft.Extensions.Options;
using NanoBanana.Identity.Users;

namespace NanoBanana.Identity.GitHub;

/// <summary>Registers sign-in with GitHub, whether it is configured or not.</summary>
internal static class GitHubExtensions
{
    private const int MaxAnswerBytes = 256 * 1024;

    public static void AddGitHub(this IServiceCollection services)
    {
        services.AddOptions<GitHubOptions>().BindConfiguration(GitHubOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services
            .AddSingleton<IValidateOptions<GitHubOptions>, GitHubOptionsValidator>()
            .AddSingleton<RedirectTargets>()
            .AddSingleton<PendingSignIns>()
            .AddScoped<GitHubUsers>()
            .AddScoped<FinishSignIn>();
        services.AddHttpClient<GitHubClient>(static client =>
            {
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.MaxResponseContentBufferSize = MaxAnswerBytes;

                // GitHub refuses whoever does not say who they are.
                client.DefaultRequestHeaders.UserAgent.ParseAdd("NanoBanana/1.0");
            })
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(static provider => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,

                // An emulator on loopback is not reached through a proxy.
                UseProxy = !new Uri(provider.GetRequiredService<IOptions<GitHubOptions>>().Value.OAuthBaseUrl).IsLoopback,
                ActivityHeadersPropagator = null,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            });
    }
}
