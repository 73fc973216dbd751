// The same package from CommonJS.
import client = require('@perennial/client')
import money = require('@perennial/client/money')

const { close } = client.createClient({ url: 'http://localhost/graphql', authorization: 'key' })
close().then(() => console.log(money.decimalOf({ value: '5', currency: 'KWD' })))
