/**
 * Every status that APS publishes: the first two digits of a response code.
 * - invalidRequest: the request was refused; nothing happened.
 * - done, failed: the outcome of the command that the status belongs to.
 * - later: APS has accepted it and reports the outcome later.
 * - uncertain: inconclusive until a status query.
 */
type StatusClass = 'invalidRequest' | 'done' | 'failed' | 'later' | 'uncertain'

export const statusCodes: Readonly<Record<string, StatusClass>> = {
  '00': 'invalidRequest',
  '01': 'uncertain', // order stored
  '02': 'done', // authorization
  '03': 'failed',
  '04': 'done', // capture
  '05': 'failed',
  '06': 'done', // refund
  '07': 'failed',
  '08': 'done', // void
  '09': 'failed',
  '10': 'uncertain', // incomplete
  '11': 'failed', // check status
  '12': 'done',
  '13': 'failed', // purchase
  '14': 'done',
  '15': 'uncertain',
  '17': 'failed', // tokenization
  '18': 'done',
  '19': 'later', // pending
  '20': 'uncertain', // on hold: with 064 the consumer must act
  '21': 'failed', // SDK token
  '22': 'done',
  '23': 'failed', // wallet
  '24': 'done',
  '27': 'failed', // card balance
  '28': 'done',
  '29': 'failed', // redemption
  '30': 'done',
  '31': 'failed', // reverse redemption
  '32': 'done',
  '40': 'later', // in review
  '42': 'done', // currency conversion
  '43': 'failed',
  '44': 'done', // 3-D Secure alone
  '45': 'failed',
  '46': 'done', // bill
  '47': 'failed',
  '48': 'done', // payment link
  '49': 'failed',
  '50': 'done', // batch upload
  '51': 'failed',
  '52': 'done', // token created
  '53': 'failed',
  '54': 'done', // get tokens
  '55': 'failed',
  '56': 'done', // report
  '57': 'failed',
  '58': 'done', // token updated
  '59': 'failed',
  '62': 'done', // installment plans
  '63': 'failed',
  '66': 'done', // token deleted
  '70': 'done', // batch results
  '71': 'failed',
  '72': 'done', // batch processing
  '73': 'failed',
  '74': 'done', // bank transfer
  '75': 'failed',
  '76': 'done', // batch validation
  '77': 'failed',
  '80': 'done', // card verified
  '81': 'failed',
  '88': 'done', // OTP generated
  '89': 'failed',
  '90': 'done', // customer verified
  '91': 'failed',
  '92': 'done', // OTP verified
  '93': 'failed',
}
