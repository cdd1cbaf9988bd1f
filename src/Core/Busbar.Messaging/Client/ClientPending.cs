using System.Text.Json;

namespace Busbar.Messaging;

/// <summary>Those who wait for an answer, by the number they asked with. Under the client's lock.</summary>
internal sealed class ClientPending
{
    private readonly Dictionary<long, TaskCompletionSource<JsonElement>> _waiting = [];
    private long _last;

    public long Add(out Task<JsonElement> answer)
    {
        var waiting = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add(++_last, waiting);
        answer = waiting.Task;
        return _last;
    }

    public bool Has(long id) => _waiting.ContainsKey(id);

    public bool Remove(long id) => _waiting.Remove(id);

    public void Resolve(long id, JsonElement answer)
    {
        if (_waiting.Remove(id, out TaskCompletionSource<JsonElement>? waiting))
            waiting.SetResult(answer.Clone());
    }

    /// <returns>False when nobody waits.</returns>
    public bool Reject(long id, Exception exception)
    {
        if (!_waiting.Remove(id, out TaskCompletionSource<JsonElement>? waiting))
            return false;
        waiting.SetException(exception);
        _ = waiting.Task.Exception; // seen, though who asked may have gone
        return true;
    }

    public void RejectAll(Func<long, bool> isMeant, Func<Exception> make)
    {
        foreach (long id in _waiting.Keys.Where(isMeant).ToArray())
            Reject(id, make());
    }
}
