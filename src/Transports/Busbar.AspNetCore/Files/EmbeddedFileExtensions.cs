using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Busbar.AspNetCore;

/// <summary>Maps files that a build embedded: pages, and the browser client.</summary>
public static class EmbeddedFileExtensions
{
    /// <summary>
    /// Serves the embedded resources of an assembly that are named <c>folder/path</c> at their paths, the page at the folder's own:
    /// compressed, with entity tags, by <c>GET</c> and <c>HEAD</c>. Files under <c>assets/</c> are kept by browsers for a year, so that their
    /// names must change with their content, as Vite makes them; the others are asked for each time. Pages may load nothing from elsewhere.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="assembly">Where the resources are.</param>
    /// <param name="folder">The first level of their names.</param>
    /// <param name="index">The page at the folder's own path. Of several pages in one folder only this one is served.</param>
    /// <returns>All of these endpoints, for conventions.</returns>
    /// <exception cref="ArgumentException">The assembly has no such resources.</exception>
    public static IEndpointConventionBuilder MapEmbeddedFiles(this IEndpointRouteBuilder endpoints, Assembly assembly, string folder, string index = "index.html")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrEmpty(index);

        string prefix = folder + "/";
        string[] names = [.. assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal))];
        if (names.Length == 0)
            throw new ArgumentException($"The assembly {assembly.GetName().Name} has no resources named \"{prefix}…\".", nameof(folder));

        RouteGroupBuilder group = endpoints.MapGroup("");
        foreach (string name in names)
        {
            string path = name[prefix.Length..];
            if (path != index && path.EndsWith(".html", StringComparison.Ordinal))
                continue;
            var file = new EmbeddedFile(assembly, name);
            group.MapMethods("/" + (path == index ? "" : path), [HttpMethods.Get, HttpMethods.Head], (RequestDelegate)file.ServeAsync);
        }

        return group;
    }

    /// <summary>
    /// Serves the browser client of the broker: <c>busbar.js</c>, a script that makes the global <c>busbar</c>, and <c>busbar.mjs</c>, a module.
    /// </summary>
    /// <inheritdoc cref="MapEmbeddedFiles" path="/returns"/>
    public static IEndpointConventionBuilder MapBrokerClient(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapEmbeddedFiles(typeof(EmbeddedFileExtensions).Assembly, "client");
}
