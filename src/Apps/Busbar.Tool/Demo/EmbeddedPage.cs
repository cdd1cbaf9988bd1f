using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Busbar.Tool.Demo;

/// <summary>A page embedded in the tool by its build: served compressed, with entity tags, and nothing from elsewhere allowed.</summary>
internal static class EmbeddedPage
{
    private const string Policy = "default-src 'self'; connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    public static void Map(IEndpointRouteBuilder endpoints, string name)
    {
        Assembly assembly = typeof(EmbeddedPage).Assembly;
        string prefix = name + "/";
        foreach (string resource in assembly.GetManifestResourceNames().Where(resource => resource.StartsWith(prefix, StringComparison.Ordinal)))
        {
            string path = resource[prefix.Length..];
            var file = new File(Read(assembly, resource), TypeOf(path), immutable: path.StartsWith("assets/", StringComparison.Ordinal));
            endpoints.MapMethods("/" + (path == "index.html" ? "" : path), [HttpMethods.Get, HttpMethods.Head], (RequestDelegate)file.ServeAsync);
        }
    }

    private static byte[] Read(Assembly assembly, string resource)
    {
        using Stream stream = assembly.GetManifestResourceStream(resource)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static string TypeOf(string path) => Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };

    private sealed class File(byte[] content, string type, bool immutable)
    {
        private readonly byte[] _compressed = Compress(content);
        private readonly string _tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\"";

        public async Task ServeAsync(HttpContext context)
        {
            IHeaderDictionary headers = context.Response.Headers;
            headers.ETag = _tag;
            headers.CacheControl = immutable ? "public, max-age=31536000, immutable" : "no-cache"; // the build puts a hash into the names of assets
            headers.Vary = "Accept-Encoding";
            headers.ContentSecurityPolicy = Policy;
            headers.XContentTypeOptions = "nosniff";
            if (context.Request.Headers.IfNoneMatch.ToString().Contains(_tag, StringComparison.Ordinal))
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            bool compressed = context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
            if (compressed)
                headers.ContentEncoding = "gzip";
            byte[] body = compressed ? _compressed : content;
            context.Response.ContentType = type;
            context.Response.ContentLength = body.Length;
            if (!HttpMethods.IsHead(context.Request.Method))
                await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }

        private static byte[] Compress(byte[] content)
        {
            var compressed = new MemoryStream();
            using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize))
                gzip.Write(content);
            return compressed.ToArray();
        }
    }
}
