using Microsoft.EntityFrameworkCore.Migrations;
using NanoBanana.Billing.Ledger;

#nullable disable

namespace NanoBanana.Billing.Data.Migrations
{
    /// <inheritdoc />
    public partial class GroupHolds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Those of one job each (place_hold and so on) stay for processes of the version before, wherever they exist.
            foreach (var name in LedgerSql.Functions)
                migrationBuilder.Sql(LedgerSql.Read(name));
        }

        /// <summary>Nothing: the functions are always those of the files, and the ledger's first migration drops them all.</summary>
        protected override void Down(MigrationBuilder migrationBuilder)
        {
        }
    }
}
