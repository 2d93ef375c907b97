using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.ServiceDefaults.Accounts;

/// <summary>Writes what a service keeps of an account: one JSON object with a list for each section, sent while it is read.</summary>
public sealed class AccountExport(NpgsqlDataSource database, IReadOnlyList<ExportSection> sections)
{
    private const int FlushAt = 64 * 1024;

    /// <summary>Whether the database answers: asked before anything is sent, so that a dead one is still a failure with a status of its own.</summary>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT 1");
        await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Answers an internal call. What breaks off in the middle breaks the connection: half an object must not look whole.</summary>
    /// <param name="rewrite">Makes of a section's row what is shown of it; null shows it as it is.</param>
    public async Task RespondAsync(HttpContext http, Guid accountId, Func<string, string, string>? rewrite = null)
    {
        var cancellationToken = http.RequestAborted;
        await ProbeAsync(cancellationToken);

        // Identity reads one service after the other: this one waits its turn without being taken for a dead connection.
        if (http.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
        http.Response.ContentType = "application/json";
        try
        {
            // The head goes at once: whoever asks waits for it no longer than for any answer.
            await http.Response.StartAsync(cancellationToken);
            await http.Response.Body.FlushAsync(cancellationToken);
            await WriteAsync(http.Response.Body, accountId, rewrite, cancellationToken);
        }
        catch when (http.Response.HasStarted)
        {
            http.Abort();
            throw;
        }
    }

    public async Task WriteAsync(Stream output, Guid accountId, Func<string, string, string>? rewrite, CancellationToken cancellationToken)
    {
        var text = new StringBuilder("{");
        for (var place = 0; place < sections.Count; place++)
        {
            text.Append(place == 0 ? "\"" : ",\"").Append(JsonEncodedText.Encode(sections[place].Name)).Append("\":[");
            var isFirst = true;
            await foreach (var row in RowsAsync(sections[place], accountId, cancellationToken))
            {
                text.Append(isFirst ? "" : ",").Append(rewrite?.Invoke(sections[place].Name, row) ?? row);
                isFirst = false;
                if (text.Length >= FlushAt)
                    await SendAsync(text, output, cancellationToken);
            }

            text.Append(']');
        }

        await SendAsync(text.Append('}'), output, cancellationToken);
    }

    private async IAsyncEnumerable<string> RowsAsync(ExportSection section, Guid accountId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? behind = null;
        for (var count = section.Piece; count == section.Piece;)
        {
            // A piece is read to its end before it is sent: who reads slowly holds no connection to the database.
            var rows = await ReadAsync(section, accountId, behind, cancellationToken);
            foreach (var (row, _) in rows)
                yield return row;
            count = rows.Count;
            behind = count == 0 ? behind : rows[^1].Key;
        }
    }

    private async Task<List<(string Row, string Key)>> ReadAsync(ExportSection section, Guid accountId, string? behind, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(behind is null ? section.First : section.Next);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        if (behind is not null)
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = behind });
        var rows = new List<(string Row, string Key)>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.Add((reader.GetString(0), reader.GetString(1)));
        return rows;
    }

    private static async Task SendAsync(StringBuilder text, Stream output, CancellationToken cancellationToken)
    {
        await output.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken);
        await output.FlushAsync(cancellationToken);
        text.Clear();
    }
}
