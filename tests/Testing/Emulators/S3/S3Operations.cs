using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace NanoBanana.Testing.Emulators;

/// <summary>The operations on the bucket and its objects.</summary>
internal static class S3Operations
{
    private static readonly XNamespace Xml = "http://s3.amazonaws.com/doc/2006-03-01/";

    public static async Task<S3Problem?> AnswerAsync(S3Emulator emulator, HttpContext context, ReadOnlyMemory<byte> body, Behaviour behaviour)
    {
        var path = context.Request.Path.Value!.TrimStart('/').Split('/', 2);
        if (path[0] != emulator.Options.Bucket)
            return S3Problem.NoSuchBucket;
        var key = path.Length > 1 ? path[1] : "";
        switch (context.Request.Method)
        {
            case "HEAD" when key.Length == 0:
                return null;
            case "GET" when key.Length == 0:
                return await ListAsync(emulator, context);
            case "PUT" when key.Length > 0:
                Put(emulator, context, key, body);
                return null;
            case "GET" or "HEAD":
                return await GetAsync(emulator, context, key, behaviour);
            case "DELETE" when key.Length > 0:
                emulator.Objects.TryRemove(key, out _);
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                return null;
            default:
                return new S3Problem(405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
        }
    }

    private static void Put(S3Emulator emulator, HttpContext context, string key, ReadOnlyMemory<byte> body)
    {
        var tag = '"' + Convert.ToHexStringLower(MD5.HashData(body.Span)) + '"';
        var type = context.Request.ContentType ?? "application/octet-stream";
        emulator.Objects[key] = new S3Object(body.ToArray(), type, tag, emulator.Options.Time.GetUtcNow());
        context.Response.Headers.ETag = tag;
    }

    private static async Task<S3Problem?> GetAsync(S3Emulator emulator, HttpContext context, string key, Behaviour behaviour)
    {
        if (!emulator.Objects.TryGetValue(key, out var found))
            return S3Problem.NoSuchKey;
        var response = context.Response;
        response.ContentType = context.Request.Query["response-content-type"].ToString() is { Length: > 0 } other ? other : found.ContentType;
        response.Headers.ETag = found.ETag;
        response.Headers.LastModified = found.LastModified.ToString("R", CultureInfo.InvariantCulture);
        response.ContentLength = found.Bytes.Length;
        if (HttpMethods.IsHead(context.Request.Method))
            return null;
        if (behaviour.Name == "cut")
            await BrokenAnswers.CutAsync(context, found.Bytes);
        else
            await response.Body.WriteAsync(found.Bytes, context.RequestAborted);
        return null;
    }

    private static async Task<S3Problem?> ListAsync(S3Emulator emulator, HttpContext context)
    {
        var prefix = context.Request.Query["prefix"].ToString();
        var limit = int.TryParse(context.Request.Query["max-keys"], out var asked) ? asked : 1000;
        var after = context.Request.Query["start-after"].ToString() is { Length: > 0 } start ? start : context.Request.Query["continuation-token"].ToString();
        var all = emulator.Objects.Where(item => item.Key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(item.Key, after) > 0)
            .OrderBy(static item => item.Key, StringComparer.Ordinal).Take(limit + 1).ToList();
        var page = all.Take(limit).ToList();
        var result = new XElement(Xml + "ListBucketResult",
            new XElement(Xml + "Name", emulator.Options.Bucket), new XElement(Xml + "Prefix", prefix),
            new XElement(Xml + "KeyCount", page.Count), new XElement(Xml + "MaxKeys", limit), new XElement(Xml + "IsTruncated", all.Count > page.Count),
            page.Select(static item => new XElement(Xml + "Contents",
                new XElement(Xml + "Key", item.Key), new XElement(Xml + "Size", item.Value.Bytes.Length), new XElement(Xml + "ETag", item.Value.ETag),
                new XElement(Xml + "LastModified", item.Value.LastModified.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)),
                new XElement(Xml + "StorageClass", "STANDARD"))));
        if (all.Count > page.Count && page.Count > 0)
            result.Add(new XElement(Xml + "NextContinuationToken", page[^1].Key));
        context.Response.ContentType = "application/xml";
        await context.Response.WriteAsync("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + result.ToString(SaveOptions.DisableFormatting), context.RequestAborted);
        return null;
    }
}
