using System.Data;
using System.Data.Common;

namespace Busbar.Sql;

/// <summary>A prepared statement with its parameters at hand by their place.</summary>
internal sealed class Statement : IAsyncDisposable
{
    private readonly DbCommand _command;

    /// <param name="connection">On which it runs, for as long as it lives.</param>
    /// <param name="text">With <c>@name</c> for each parameter.</param>
    /// <param name="parameters">Names and types, in the order in which values are given.</param>
    public Statement(DbConnection connection, string text, params ReadOnlySpan<(string Name, DbType Type)> parameters)
    {
        _command = connection.CreateCommand();
        _command.CommandText = text;
        foreach ((string name, DbType type) in parameters)
        {
            DbParameter parameter = _command.CreateParameter();
            parameter.ParameterName = "@" + name;
            parameter.DbType = type;
            _command.Parameters.Add(parameter);
        }
    }

    public Task<int> ExecuteAsync(DbTransaction? transaction, ReadOnlySpan<object> values, CancellationToken cancellationToken)
    {
        Bind(transaction, values);
        return _command.ExecuteNonQueryAsync(cancellationToken);
    }

    public Task<DbDataReader> ReadAsync(ReadOnlySpan<object> values, CancellationToken cancellationToken)
    {
        Bind(null, values);
        return _command.ExecuteReaderAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _command.DisposeAsync();

    private void Bind(DbTransaction? transaction, ReadOnlySpan<object> values)
    {
        _command.Transaction = transaction;
        for (int i = 0; i < values.Length; i++)
            _command.Parameters[i].Value = values[i];
    }
}
