using Busbar.Messaging;
using Microsoft.AspNetCore.Builder;

namespace Busbar.AspNetCore;

/// <summary>A broker that is mapped: takes conventions, as every endpoint does, and knows its server.</summary>
public sealed class BrokerEndpoint : IEndpointConventionBuilder
{
    private readonly BrokerServing _serving;
    private readonly IEndpointConventionBuilder _conventions;

    internal BrokerEndpoint(BrokerServing serving, IEndpointConventionBuilder conventions)
    {
        _serving = serving;
        _conventions = conventions;
    }

    /// <summary>Who is there, and how the application takes part.</summary>
    public BrokerServer Server => _serving.Server;

    /// <summary>Connections at this moment: WebSockets, streams and polls.</summary>
    public int Connections => _serving.Connections;

    /// <inheritdoc/>
    public void Add(Action<EndpointBuilder> convention) => _conventions.Add(convention);

    /// <inheritdoc/>
    public void Finally(Action<EndpointBuilder> finalConvention) => _conventions.Finally(finalConvention);
}
