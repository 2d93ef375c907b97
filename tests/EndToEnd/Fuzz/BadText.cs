namespace NanoBanana.EndToEnd.Fuzz;

/// <summary>What people and programs send where something else is meant.</summary>
internal static class BadText
{
    /// <summary>JSON values that few fields take.</summary>
    public static readonly string[] Values =
    [
        "null", "true", "-1", "0", "1.5", "1e400", "-1e-400", "9223372036854775808", "123456789012345678901234567890", "\"\"", "[]", "{}", "[null]", "[[]]", "[{}]", "{\"a\":null}", "\" \"",
        "\"NaN\"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"a\\udc00b\"", "\"\\u202etxt.exe\"", "\"\\ufeff\"", "\"\\uffff\"", "\"e\\u0301\\u0301\\u0301\\u0301\"", "\"\\u200b\\u200d\"",
        "\"'; DROP TABLE x; --\"", "\"%s%n{0}${jndi:x}\"", "\"../../etc/passwd\"", "\"http://169.254.169.254/\"", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59+14:00\"", "\"0001-01-01T00:00:00+14:00\"",
        "\"\U0001F469\u200D\U0001F469\u200D\U0001F467\"", $"\"{new string('a', 5_000)}\"", $"\"{new string('\u0301', 3_000)}\"", $"[{string.Join(',', Enumerable.Repeat("1", 2_000))}]",
        $"[{string.Join(',', Enumerable.Repeat("\"a\\u0000\"", 3))}]", "{\"a\\u0000\":\"b\"}", "{\"\\ud800\":1}", "{\"kind\":\"\\u0000\"}", "{\"kind\":{\"kind\":[]}}",
    ];

    /// <summary>What is no JSON, or none that an object is read from.</summary>
    public static readonly string[] Bodies =
    [
        "", " ", "{", "[", "{]", "}", "nul", "{\"a\":", "{'a':1}", "{\"a\":1,}", "{\"a\":1}{\"a\":1}", "/* a */{}", "\u0000", "\"a\"", "1", "true", "[]", "[{}]", "\"\\ud800\"", "{\"a\":\"\\x\"}", "{\"a\":\"\n\"}",
        "NaN", "{\"a\":01}", "<a/>", "a=1&b=2", new string('[', 5_000), string.Concat(Enumerable.Repeat("{\"a\":", 500)), new string(' ', 70_000), new string('[', 300_000),
    ];

    /// <summary>Parts of a path and values of a query, encoded. None is <c>%00</c> or no UTF-8 by its bytes: the web server itself turns such a path away.</summary>
    public static readonly string[] Parts =
    [
        "0", "-1", "null", "a", "%20", "%0a", "%0d%0aX-Evil:1", "%ff%fe", "%ed%a0%80", "%c0%ae", "..%2f..%2fetc%2fpasswd", "%2e%2e", "%25", "%252e", "%5c", "%e2%80%ae", "%f0%9f%92%a9", "e%cc%81%cc%81",
        "'%20OR%201=1--", "%7b00000000-0000-0000-0000-000000000000%7d", "00000000-0000-0000-0000-000000000000", "0190A5C2-7B7C-7D3E-8F11-0123456789AB", "0190a5c27b7c7d3e8f110123456789ab", "99999999999999999999999",
        "1e9", "1.5", "NaN", "true", "2026-02-30", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59%2b14:00", "0001-01-01T00:00:00%2b14:00", "a,b,,c", "%2c", "[]", "gen_", "task_0", "2147483648", "-9223372036854775808",
        new string('a', 3_000), string.Concat(Enumerable.Repeat("%f0%9f%92%a9", 200)),
    ];

    public static readonly (string Name, string Value)[] Headers =
    [
        ("Idempotency-Key", ""), ("Idempotency-Key", " "), ("Idempotency-Key", new string('k', 3_000)), ("Idempotency-Key", "a\u00e9\u20ac"), ("Idempotency-Key", "a, b"), ("X-Request-ID", new string('r', 3_000)), ("X-Request-ID", "<script>"),
        ("X-Provider", "nobody"), ("X-Provider", "\u0001"), ("X-Model", new string('m', 3_000)), ("X-Routing-Strategy", "worst"), ("X-Quote-ID", "x"), ("X-Quote-ID", new string('0', 3_000)), ("Last-Event-ID", "x"),
        ("Last-Event-ID", "99999999999999999999"), ("Last-Event-ID", "-1"), ("Range", "bytes=9-1"), ("Range", "x"), ("If-None-Match", "\""), ("If-Modified-Since", "never"), ("Accept", ";;q=x"), ("Accept-Language", "\u00ff\u00fe"),
        ("Accept-Encoding", "x;q=9"), ("X-Forwarded-For", "not an address"), ("X-Forwarded-Host", "a b"), ("X-Forwarded-Proto", "gopher"), ("Prefer", "wait=x"), ("Expect", "200-maybe"), ("Origin", "null"), ("Cookie", "=;=;="),
        ("X-NanoBanana-Principal", "x"), ("Authorization", "Bearer"), ("Authorization", "Basic !!!"), ("Authorization", "Bearer nb_live_x"), ("Authorization", "Bearer a.b.c"), ("X-API-Key", "bnt_x"), ("X-HTTP-Method-Override", "DELETE"),
    ];

    public static readonly string[] ContentTypes =
    [
        "text/plain", "application/xml", "application/json; charset=utf-16", "application/json; charset=nothing", "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded", "nothing", ";", "application/problem+json",
    ];
}
