using Busbar.Links;

namespace Busbar.Modbus;

/// <summary>
/// A client by which a server reaches other units, shared by all its connections: each has one request sent in its turn, so that one that asks
/// much takes no more of the line than any other. The client itself is given no more than it may have in flight.
/// </summary>
internal sealed class GatewayTarget(ModbusClient client, ModbusServerOptions options)
{
    private readonly Lock _lock = new();
    private readonly Queue<GatewayCaller> _turns = new();
    private readonly int _mostUnderWay = client.Options.Framing == ModbusFraming.Tcp ? client.Options.MaxInFlight : 1;
    private int _underWay;

    public ModbusClient Client => client;

    /// <summary>Whether a unit identifier is that of all units there.</summary>
    public bool IsBroadcast(byte unit) => client.Options.IsBroadcast(unit);

    /// <summary>Puts a request behind its caller's others. <see cref="SendWaiting"/> sends it.</summary>
    /// <returns>False when the caller has as many under way as it may.</returns>
    public bool TryAdd(GatewayRequest request)
    {
        GatewayCaller caller = request.Caller;
        lock (_lock)
        {
            if (caller.Count >= options.MaxForwarded)
                return false;
            caller.Count++;
            caller.Waiting.Enqueue(request);
            if (!caller.IsInTurn)
            {
                caller.IsInTurn = true;
                _turns.Enqueue(caller);
            }

            return true;
        }
    }

    /// <summary>Sends what may be sent, one of each caller in turn.</summary>
    public void SendWaiting()
    {
        lock (_lock)
        {
            while (_underWay < _mostUnderWay && _turns.TryDequeue(out GatewayCaller? caller))
            {
                GatewayRequest request = caller.Waiting.Dequeue();
                caller.IsInTurn = caller.Waiting.Count > 0;
                if (caller.IsInTurn)
                    _turns.Enqueue(caller);
                if (caller.Session.HasEnded)
                {
                    caller.Count--; // nobody is there to be answered, and what was not sent need not be
                    continue;
                }

                _underWay++;
                _ = ForwardAsync(request); // ends with its answer, and never throws
            }
        }
    }

    private async Task ForwardAsync(GatewayRequest request)
    {
        try
        {
            ValueTask<int> forwarding = client.ForwardAsync(request.TargetUnit, request.Pdu, request.AnswerBuffer);
            if (forwarding.IsCompleted)
                await Task.Yield(); // out of this lock before anybody is answered
            request.End(await forwarding.ConfigureAwait(false));
        }
        catch (ModbusServerException exception)
        {
            request.Refuse(exception.ExceptionCode);
        }
        catch (ModbusQueueFullException)
        {
            request.Refuse(ModbusExceptionCode.ServerDeviceBusy); // the client's owner keeps it busy
        }
        catch (Exception exception) when (exception is ConnectException or ObjectDisposedException)
        {
            request.Refuse(ModbusExceptionCode.GatewayPathUnavailable);
        }
        catch (Exception exception)
        {
            Log.ForwardFailed(options.Logger, request.Unit, client.Target, exception.Message);
            request.Refuse(ModbusExceptionCode.GatewayTargetFailedToRespond);
        }

        lock (_lock)
        {
            _underWay--;
            request.Caller.Count--;
        }

        SendWaiting();
        if (!request.IsToAll)
            await request.Caller.Session.AnswerAsync(request).ConfigureAwait(false);
    }
}
