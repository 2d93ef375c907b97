using System.Globalization;
using System.Text;

namespace NanoBanana.Bench.Load;

/// <summary>The Lua that wrk runs: requests that are written out once and sent in turns, and a summary that a program can read.</summary>
internal static class WrkScript
{
    /// <summary>What the line with the figures starts with.</summary>
    public const string Mark = "figures ";

    private const string Placeholder = "000000000000";

    private const string Plain = """
        function request()
          last = last % #requests + 1
          return requests[last]
        end

        """;

    private const string Idempotent = """
        local sent = 0
        function request()
          if last == 0 then
            for at, text in ipairs(requests) do
              local from, to = text:find(placeholder, 1, true)
              requests[at] = {text:sub(1, from - 1), text:sub(to + 1)}
            end
          end
          last = last % #requests + 1
          sent = sent + 1
          return requests[last][1] .. string.format('-%012d', sent) .. requests[last][2]
        end

        """;

    private const string Summary = $$"""
        function done(summary, latency)
          local failed = summary.errors
          io.write(string.format('\n{{Mark}}%d %d %d %d %d %d\n', summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
            failed.status, failed.connect + failed.read + failed.write + failed.timeout))
        end
        """;

    public static string For(LoadPlan plan)
    {
        // No two runs may share a key, and none may contain anything that occurs elsewhere in the request.
        var placeholder = $"{Guid.NewGuid():n}-{Placeholder}";
        var lua = new StringBuilder("local requests, last = {}, 0\n");
        lua.Append(CultureInfo.InvariantCulture, $"local placeholder = '-{Placeholder}'\nfunction init(args)\n");
        foreach (var headers in plan.Headers)
        {
            var all = plan.IsIdempotent ? headers.Append(KeyValuePair.Create("Idempotency-Key", placeholder)) : headers;
            var table = string.Join(", ", all.Select(static header => $"[{Quote(header.Key)}] = {Quote(header.Value)}"));
            lua.Append(CultureInfo.InvariantCulture, $"  requests[#requests + 1] = wrk.format('POST', {Quote(plan.Path)}, {{{table}}}, {Quote(plan.Body)})\n");
        }

        return lua.Append("end\n\n").Append(plan.IsIdempotent ? Idempotent : Plain).Append('\n').Append(Summary).ToString();
    }

    private static string Quote(string text) =>
        "'" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal) + "'";
}
