using Microsoft.AspNetCore.Builder;

namespace Busbar.AspNetCore;

/// <summary>A live wire that is mapped: takes conventions, as every endpoint does, and counts its pages.</summary>
public sealed class EchoEndpoint : IEndpointConventionBuilder
{
    private readonly EchoServing _serving;
    private readonly IEndpointConventionBuilder _conventions;

    internal EchoEndpoint(EchoServing serving, IEndpointConventionBuilder conventions)
    {
        _serving = serving;
        _conventions = conventions;
    }

    /// <summary>Pages that are connected.</summary>
    public int Clients => _serving.Clients;

    /// <inheritdoc/>
    public void Add(Action<EndpointBuilder> convention) => _conventions.Add(convention);

    /// <inheritdoc/>
    public void Finally(Action<EndpointBuilder> finalConvention) => _conventions.Finally(finalConvention);
}
