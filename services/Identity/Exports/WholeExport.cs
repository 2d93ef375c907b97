using System.Buffers;
using System.Globalization;
using System.Text;
using NanoBanana.Identity.Erasures;
using NanoBanana.ServiceDefaults.Accounts;

namespace NanoBanana.Identity.Exports;

/// <summary>
/// One document of what all services keep of an account. Each writes an object of its own, which is passed on while it comes: nothing here grows with the account. The services
/// have answered before the first byte is sent; one that dies later breaks the connection, because a document that ends early must not look whole.
/// </summary>
internal sealed class WholeExport(AccountExport own, ErasureClients clients, ExportSlots slots, TimeProvider time)
{
    private const int BufferSize = 64 * 1024;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(20);

    // The largest comes last.
    private static readonly string[] Others = [ErasureTargets.Keys, ErasureTargets.Billing, ErasureTargets.Generation];

    /// <summary>What this service keeps. A hash of a password helps nobody but who tries to guess it.</summary>
    public static IReadOnlyList<ExportSection> OwnSections { get; } =
    [
        new("account", "id, email, email_confirmed, provider, provider_id, provider_login, name, avatar_url, created_at, last_login_at", "identity.users WHERE id = $1", ("id", "uuid")),
        new("notifications", "id, type, title, message, data, is_read, read_at, created_at", "identity.notifications WHERE account_id = $1 AND deleted_at IS NULL",
            ("created_at", "timestamptz"), ("id", "uuid")),
    ];

    /// <summary>Asks every service. Throws when one does not answer, and nothing was sent by then.</summary>
    public async Task<IReadOnlyList<HttpResponseMessage>> OpenAsync(Guid accountId, HttpRequest request, CancellationToken cancellationToken)
    {
        await own.ProbeAsync(cancellationToken);
        var asked = Others.Select(service => clients.Of(service).ExportAsync(accountId, request, cancellationToken)).ToList();
        try
        {
            return await Task.WhenAll(asked);
        }
        catch
        {
            foreach (var answer in asked.Where(static answer => answer.IsCompletedSuccessfully))
                (await answer).Dispose();
            throw;
        }
    }

    public async Task WriteAsync(Stream output, Guid accountId, Guid run, IReadOnlyList<HttpResponseMessage> answers, CancellationToken cancellationToken)
    {
        var at = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        await TextAsync(output, $$"""{"account_id":"{{accountId}}","exported_at":"{{at}}","identity":""", cancellationToken);
        await own.WriteAsync(output, accountId, rewrite: null, cancellationToken);
        for (var place = 0; place < answers.Count; place++)
        {
            await TextAsync(output, $",\"{Others[place]}\":", cancellationToken);
            await CopyAsync(answers[place], output, accountId, run, cancellationToken);
        }

        await TextAsync(output, ",\"is_complete\":true}", cancellationToken);
    }

    private async Task CopyAsync(HttpResponseMessage answer, Stream output, Guid accountId, Guid run, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            await using var input = await answer.Content.ReadAsStreamAsync(cancellationToken);
            for (var since = time.GetTimestamp(); await input.ReadAsync(buffer, cancellationToken) is > 0 and var read;)
            {
                await output.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                if (time.GetElapsedTime(since) < Pace)
                    continue;
                await slots.ProlongAsync(accountId, run, cancellationToken);
                since = time.GetTimestamp();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static ValueTask TextAsync(Stream output, string text, CancellationToken cancellationToken) => output.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
}
