using System.Threading.Tasks.Sources;

namespace Busbar.Modbus;

/// <summary>A transaction whose result is made of the response when it is awaited.</summary>
internal sealed class ResultTransaction<TResult, TDecoder> : Transaction, IValueTaskSource<TResult>
    where TDecoder : struct, IResponseDecoder<TResult>
{
    private TDecoder _decoder;

    public static ResultTransaction<TResult, TDecoder> Rent(TDecoder decoder)
    {
        ResultTransaction<TResult, TDecoder> transaction = TransactionPool<ResultTransaction<TResult, TDecoder>>.Rent();
        transaction._decoder = decoder;
        return transaction;
    }

    public ValueTask<TResult> Task => new(this, Version);

    public TResult GetResult(short token)
    {
        CheckToken(token);
        try
        {
            return _decoder.Decode(Response);
        }
        finally
        {
            _decoder = default; // it may hold the caller's memory
            Reset();
            TransactionPool<ResultTransaction<TResult, TDecoder>>.Return(this);
        }
    }
}
